//! Scans of AWS accounts beside the answers: taken in as files, judged by the pack's indicators, and compared with the inventories.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use waymark_core::discovery::platform::{Keep, Layer, PlatformState, Product};
use waymark_core::engagement::{
    Basis, Engagement, Scan as Kept, Verdict, VerdictSubject, VerdictWord,
};
use waymark_core::fact_evidence::{
    FactEvidence, Stance, fact_evidence, reads_in_words, value_in_words,
};
use waymark_core::facts::EngagementFacts;
use waymark_core::id::{FactId, QuestionId, ServiceId};
use waymark_core::pack::{Pack, Service};
use waymark_core::record::Kind;
use waymark_core::scan::{self, Fact, LONGEST_FILE, Resource, Scan};
use waymark_core::target::answer_levels;
use waymark_core::wording::{count, day, grouped, sentence};
use waymark_report::compose::ScanTold;
use waymark_store::RowChange;

use crate::commands::{FactJudge, ScanAdopt, ScanTake};
use crate::error::{Code, Error};
use crate::maturity::record_ref;
use crate::session::{Moment, Session};
use crate::view::{
    FactEvidenceView, FoundView, RefView, ScanDifferenceView, ScanEvidenceView, ScanView,
    VerdictView,
};

/// The scans that an engagement keeps, the newest first.
fn kept(engagement: &Engagement) -> Vec<&Kept> {
    let mut scans: Vec<&Kept> = engagement.scans.iter().collect();
    scans.sort_by_key(|scan| std::cmp::Reverse(scan.taken_at));
    scans
}

/// A scan without the things it found, which are many and which judging does not need.
fn without_resources(kept: &Kept) -> Option<Scan> {
    let Value::Object(fields) = &kept.inventory else { return None };
    let mut rest: serde_json::Map<String, Value> = fields
        .iter()
        .filter(|(name, _)| name.as_str() != "resources")
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    rest.insert("resources".to_owned(), json!([]));
    serde_json::from_value(Value::Object(rest)).ok()
}

/// The whole scan.
fn whole(kept: &Kept) -> Option<Scan> {
    serde_json::from_value(kept.inventory.clone()).ok()
}

/// What the newest scan says of the answers; nothing without one.
pub(crate) fn of(
    pack: &Pack,
    engagement: &Engagement,
    facts: &EngagementFacts,
) -> Vec<FactEvidence> {
    let Some(scan) = kept(engagement).first().and_then(|kept| without_resources(kept)) else {
        return vec![];
    };
    let levels = answer_levels(pack, engagement);
    fact_evidence(pack, engagement, facts, &scan, &|question| {
        levels.get(question).map_or(waymark_core::consensus::Consensus::Unknown, |one| one.level)
    })
}

/// Reads a scan file.
///
/// # Errors
/// [`Code::NotFound`] where it is not there, [`Code::InvalidImport`] for what is no scan that can be read.
pub fn read(path: &Path, pack: &Pack) -> Result<Scan, Error> {
    let missing = |error: std::io::Error| {
        Error::new(
            Code::NotFound,
            format!("{} cannot be read: {error}", path.display()),
            "look for it in its new place",
        )
    };
    let size = std::fs::metadata(path).map_err(missing)?.len();
    if size > LONGEST_FILE {
        let error = scan::ScanError::TooLong(size);
        return Err(Error::new(Code::InvalidImport, format!("{}: {error}", path.display()), ""));
    }
    let bytes = std::fs::read(path).map_err(missing)?;
    let is_known = |id: &FactId| pack.facts.iter().any(|fact| fact.id == *id);
    let read = scan::read(&bytes, is_known).map_err(|error| {
        Error::new(Code::InvalidImport, format!("{}: {error}", path.display()), "")
    })?;
    Ok(read.scan)
}

/// Keeps a scan file with the engagement.
///
/// # Errors
/// As [`read`].
pub fn take(session: &mut Session, moment: &mut Moment, request: &ScanTake) -> Result<(), Error> {
    let scan = read(Path::new(&request.path), session.pack())?;
    keep(session, moment, &scan)
}

/// Keeps a scan with the engagement.
///
/// # Errors
/// When the document cannot be written.
pub fn keep(session: &mut Session, moment: &mut Moment, scan: &Scan) -> Result<(), Error> {
    let kept = Kept {
        uid: moment.uid(),
        code: session.next_code(Kind::Scan)?,
        taken_at: scan.finished.as_millisecond(),
        inventory: serde_json::to_value(scan).expect("a scan is plain data"),
        notes: String::new(),
    };
    let row = serde_json::to_value(&kept).expect("a record is plain data");
    let put = RowChange::Put { kind: Kind::Scan, uid: kept.uid, row };
    session.change(moment, "Keep a scan of an AWS account", &[put])
}

/// Forgets a scan.
///
/// # Errors
/// [`Code::UnknownItem`] where there is none of this code.
pub fn remove(session: &mut Session, moment: &mut Moment, code: &str) -> Result<(), Error> {
    let scan = session.engagement().scans.iter().find(|scan| scan.code.as_str() == code);
    let uid = scan.ok_or_else(|| Error::unknown("code", code))?.uid;
    session.change(moment, "Remove a scan", &[RowChange::Remove { kind: Kind::Scan, uid }])
}

/// Says what becomes of a fact beside an answer.
///
/// # Errors
/// [`Code::UnknownItem`] for a fact that is not beside an answer, [`Code::InvalidValue`] for another word or a missing reason.
pub fn judge(session: &mut Session, moment: &mut Moment, request: &FactJudge) -> Result<(), Error> {
    let pack = session.pack().id.clone();
    let known = session.derived().evidence.iter().find(|one| one.id == request.id);
    let old = session.engagement().verdicts.iter().find(|verdict| {
        verdict.pack == pack
            && verdict.subject == VerdictSubject::Fact
            && verdict.subject_id == request.id
    });
    if known.is_none() && old.is_none() {
        return Err(Error::unknown("id", &request.id));
    }
    let change = match request.verdict.as_deref() {
        None => old.map(|verdict| RowChange::Remove { kind: Kind::Verdict, uid: verdict.uid }),
        Some(word) => {
            let verdict: VerdictWord = serde_json::from_value(json!(word))
                .ok()
                .filter(|word| WORDS.contains(word))
                .ok_or_else(|| {
                    Error::invalid(
                        "verdict",
                        format!("`{word}` is not a verdict on a fact"),
                        "answer_changed, scope_differs, fact_wrong or accepted",
                    )
                })?;
            let reason = request.reason.trim();
            if reason.is_empty() {
                return Err(Error::invalid(
                    "reason",
                    "a verdict on a fact needs a reason",
                    "say why in a few words, so that the report can",
                ));
            }
            let record = Verdict {
                uid: old.map_or_else(|| moment.uid(), |verdict| verdict.uid),
                pack,
                subject: VerdictSubject::Fact,
                subject_id: request.id.clone(),
                verdict,
                reason: reason.to_owned(),
                replacement: String::new(),
                wording: String::new(),
                seen: Value::Null,
            };
            let row = serde_json::to_value(&record).expect("a record is plain data");
            Some(RowChange::Put { kind: Kind::Verdict, uid: record.uid, row })
        }
    };
    let Some(change) = change else { return Ok(()) };
    session.change(moment, "Judge a fact of the scan", &[change])
}

const WORDS: [VerdictWord; 4] = [
    VerdictWord::Accepted,
    VerdictWord::AnswerChanged,
    VerdictWord::ScopeDiffers,
    VerdictWord::FactWrong,
];

/// Something that a scan found and the inventories lack.
struct Found {
    /// Stable within a scan.
    key: String,
    kind: Kind,
    title: String,
    /// What it is and where.
    detail: String,
    row: Value,
}

/// The services found, with how many things of each, in the order of the pack's table.
fn services<'a>(pack: &'a Pack, scan: &'a Scan) -> Vec<(&'a Service, Vec<&'a Resource>)> {
    pack.services
        .iter()
        .filter_map(|service| {
            let own: Vec<&Resource> = scan
                .resources
                .iter()
                .filter(|one| one.service.as_deref() == Some(service.id.as_str()))
                .collect();
            (!own.is_empty()).then_some((service, own))
        })
        .collect()
}

/// How many things of a service the newest scan found; `None` without a scan.
pub(crate) fn seen(engagement: &Engagement, service: Option<&ServiceId>) -> Option<u32> {
    let kept = kept(engagement);
    let resources = kept.first()?.inventory.get("resources")?.as_array()?;
    let service = service?.as_str();
    let own = |one: &&Value| one.get("service").and_then(Value::as_str) == Some(service);
    Some(resources.iter().filter(own).count() as u32)
}

/// The layer in which the pack's rules use a service.
fn layer_of(pack: &Pack, service: &Service) -> Option<Layer> {
    pack.rules.iter().find(|rule| rule.services.first() == Some(&service.id)).map(|rule| rule.layer)
}

fn regions(resources: &[&Resource]) -> String {
    let all: BTreeSet<&str> = resources.iter().map(|one| one.region.as_str()).collect();
    const SHOWN: usize = 3;
    let all: Vec<&str> = all.into_iter().filter(|region| !region.is_empty()).collect();
    if all.len() > SHOWN { format!("{} Regions", all.len()) } else { all.join(", ") }
}

/// Kinds of resource that are data sources, with the engine as inventories write it.
fn is_source(resource: &Resource) -> bool {
    ["rds:db", "rds:cluster", "dynamodb:table", "docdb:cluster", "neptune:cluster"]
        .contains(&resource.kind.as_str())
        || resource.kind.starts_with("rds:")
        || resource.kind.starts_with("dynamodb:")
}

/// A name as a title, which has room for 120 characters.
fn titled(name: &str) -> String {
    name.chars().take(120).collect()
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What the scan found that the inventories lack: products of the platform, and databases as sources.
fn found(pack: &Pack, engagement: &Engagement, scan: &Scan) -> Vec<Found> {
    let mut found = Vec::new();
    let mut told: BTreeSet<Product> = BTreeSet::new();
    for (service, resources) in services(pack, scan) {
        let Some(product) = service.product else { continue };
        let is_known = engagement.platform.iter().any(|one| one.product.value() == Some(&product));
        if is_known || !told.insert(product) {
            continue;
        }
        let region = regions(&resources);
        found.push(Found {
            key: format!("platform {}", service.id),
            kind: Kind::PlatformItem,
            title: product.label().to_owned(),
            detail: format!("{} in {region}", count(resources.len(), "thing", "things")),
            row: json!({
                "title": product.label(), "product": product, "layer": layer_of(pack, service),
                "state": PlatformState::Production, "keep": Keep::Undecided, "basis": Basis::Measured,
                "notes": format!("Found by the scan of {}: {} in {region}.", scan.finished.strftime("%-d %b %Y"), count(resources.len(), "thing", "things")),
            }),
        });
    }
    const TELLING: usize = 3;
    let known: Vec<(String, String)> = engagement
        .sources
        .iter()
        .map(|source| (plain(&format!("{} {}", source.title, source.notes)), plain(&source.title)))
        .collect();
    for resource in scan.resources.iter().filter(|one| is_source(one)) {
        let own = plain(&resource.id);
        let is_known = own.len() < TELLING
            || known.iter().any(|(text, title)| {
                text.contains(&own) || title.len() >= TELLING && own.contains(title)
            });
        if is_known {
            continue;
        }
        let engine = match resource.attributes.get("engine") {
            Some(scan::FactValue::Word(word)) => word.clone(),
            _ if resource.kind.starts_with("dynamodb") => "dynamodb".to_owned(),
            _ => String::new(),
        };
        found.push(Found {
            key: format!(
                "source {} {} {} {}",
                resource.kind,
                resource.account.as_ref().map_or("", |account| account.as_str()),
                resource.region,
                resource.id
            ),
            kind: Kind::Source,
            title: titled(&resource.id),
            detail: [resource.kind.as_str(), engine.as_str(), resource.region.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            row: json!({
                "title": titled(&resource.id), "kind": "database", "location": "aws", "engine": engine_word(&engine),
                "basis": Basis::Measured,
                "notes": format!("Found by the scan of {} in {}.", scan.finished.strftime("%-d %b %Y"), resource.region),
            }),
        });
    }
    found
}

/// The engine as the inventory of sources writes it; none where it has no word for it.
fn engine_word(engine: &str) -> Value {
    let word = match engine {
        "aurora-mysql" | "aurora" => "aurora_mysql",
        "aurora-postgresql" => "aurora_postgresql",
        "mysql" => "rds_mysql",
        "postgres" | "postgresql" => "rds_postgresql",
        "mariadb" => "mariadb",
        "docdb" => "documentdb",
        "dynamodb" => "dynamodb",
        oracle if oracle.starts_with("oracle") => "rds_oracle",
        server if server.starts_with("sqlserver") => "rds_sqlserver",
        _ => return Value::Null,
    };
    let field = Kind::Source.fields().iter().find(|field| field.name == "engine");
    let known = field.is_some_and(|field| match field.kind {
        waymark_core::field::FieldKind::Choice(words) => words.word(word).is_some(),
        _ => false,
    });
    if known { json!(word) } else { Value::Null }
}

/// Products of AWS on record of which the scan saw nothing, although it could look.
fn absent(session: &Session, scan: &Scan) -> Vec<RefView> {
    let (pack, engagement) = (session.pack(), session.in_view());
    let seen: BTreeSet<Product> =
        services(pack, scan).iter().filter_map(|(service, _)| service.product).collect();
    engagement
        .platform
        .iter()
        .filter(|item| {
            item.product.value().is_some_and(|product| {
                let own = |service: &&Service| service.product == Some(*product);
                let scanned =
                    pack.services.iter().filter(own).any(|service| is_scanned(service, scan));
                !seen.contains(product) && scanned
            })
        })
        .map(|item| record_ref(session, item.code.as_str()))
        .collect()
}

/// By a service's id in the pack's table: the service as a scan names it, and the read that lists its things.
const LISTED: [(&str, &str, &str); 9] = [
    ("redshift_ra3", "redshift", "redshift:DescribeClusters"),
    ("redshift_serverless", "redshift-serverless", "redshift-serverless:ListWorkgroups"),
    ("glue_spark", "glue", "glue:GetJobs"),
    ("emr", "emr", "elasticmapreduce:ListClusters"),
    ("athena", "athena", "athena:ListWorkGroups"),
    ("msk", "kafka", "kafka:ListClustersV2"),
    ("kinesis_data_streams", "kinesis", "kinesis:ListStreams"),
    ("managed_flink", "kinesisanalyticsv2", "kinesisanalytics:ListApplications"),
    ("pinpoint", "pinpoint", "mobiletargeting:GetApps"),
];

/// Whether the scan listed all things of a service: one that was left out, denied or cut says nothing by its absence.
fn is_scanned(service: &Service, scan: &Scan) -> bool {
    let listed = LISTED.iter().find(|(id, ..)| service.id.as_str() == *id);
    let Some((_, name, action)) = listed else { return false };
    let is_asked = scan.services.is_empty() || scan.services.iter().any(|one| one == name);
    is_asked
        && !scan.not_measured.iter().any(|read| read.action == *action)
        && !scan.truncated.iter().any(|list| list.action == *action)
}

/// Adds what the scan found to the inventories: one thing, or all.
///
/// # Errors
/// [`Code::UnknownItem`] for a key that is none, [`Code::InvalidValue`] where a row does not fit.
pub fn adopt(session: &mut Session, moment: &mut Moment, request: &ScanAdopt) -> Result<(), Error> {
    let scan = kept(session.engagement()).first().and_then(|kept| whole(kept));
    let scan = scan.ok_or_else(|| Error::unknown("keys", "a scan"))?;
    let all = found(session.pack(), session.engagement(), &scan);
    let mut changes = Vec::new();
    let mut taken: Vec<Found> = Vec::new();
    let there: BTreeSet<&str> = all.iter().map(|one| one.key.as_str()).collect();
    if let Some(key) = request.keys.iter().find(|key| !there.contains(key.as_str())) {
        return Err(Error::unknown("keys", key));
    }
    let wanted: BTreeSet<&String> = request.keys.iter().collect();
    taken.extend(all.into_iter().filter(|one| wanted.contains(&one.key)));
    let sum = taken.len();
    for kind in [Kind::PlatformItem, Kind::Source] {
        let own: Vec<Found> = taken.extract_if(.., |one| one.kind == kind).collect();
        for mut one in own {
            let code = session.next_code(kind)?;
            let uid = moment.uid();
            let row = one.row.as_object_mut().expect("a row is an object");
            row.retain(|_, value| !value.is_null());
            row.insert("uid".to_owned(), json!(uid));
            row.insert("code".to_owned(), json!(code));
            changes.push(RowChange::Put { kind, uid, row: one.row });
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    let label = format!("Add {} from the scan", count(sum, "thing", "things"));
    session.change(moment, &label, &changes)
}

/// The Evidence screen.
pub fn evidence(session: &Session) -> ScanEvidenceView {
    let (pack, engagement) = (session.pack(), session.in_view());
    let all = kept(session.engagement());
    let items = &session.derived().evidence;
    let newest = all.first().and_then(|kept| whole(kept));
    let contradictions = items.iter().filter(|one| one.is_open()).count();
    let headline = match (&newest, contradictions) {
        (None, _) => "Nothing was measured yet".to_owned(),
        (Some(_), 0) => match items.iter().filter(|one| one.stance == Stance::Supports).count() {
            0 => "The account says nothing against the answers".to_owned(),
            some => sentence(&format!(
                "{} {} the answers",
                count(some, "fact", "facts"),
                if some == 1 { "supports" } else { "support" }
            )),
        },
        (Some(_), some) => sentence(&format!(
            "{} {} an answer",
            count(some, "fact", "facts"),
            if some == 1 { "contradicts" } else { "contradict" }
        )),
    };
    ScanEvidenceView {
        headline,
        scans: all.iter().filter_map(|kept| scan_view(kept)).collect(),
        items: items.iter().map(|one| item_view(session, one)).collect(),
        found: newest.as_ref().map_or_else(Vec::new, |scan| {
            found(pack, engagement, scan)
                .into_iter()
                .map(|one| FoundView {
                    key: one.key,
                    kind: one.kind.table().to_owned(),
                    title: one.title,
                    detail: one.detail,
                })
                .collect()
        }),
        absent: newest.as_ref().map_or_else(Vec::new, |scan| absent(session, scan)),
        narrower: narrower(&all),
        differences: differences(pack, &all),
    }
}

/// What a report tells of the newest scan; `None` without one.
pub(crate) fn told(session: &Session) -> Option<ScanTold> {
    let scan = kept(session.in_view()).first().and_then(|kept| without_resources(kept))?;
    let date = scan.finished.to_zoned(jiff::tz::TimeZone::UTC).date();
    let who = scan.identity.as_ref().map_or(String::new(), |name| format!(", as {name}"));
    let more = match scan.accounts.len() {
        0 => String::new(),
        some => format!(" and {} more", count(some, "account", "accounts")),
    };
    Some(ScanTold {
        taken: day(date),
        scope: format!(
            "account {}{more} in {}{who}",
            scan.account.as_str(),
            count(scan.regions.len(), "Region", "Regions")
        ),
        missing: reads_in_words(scan.not_measured.iter()),
        is_stopped: scan.stopped.is_some(),
    })
}

/// What the newest scan says of one question.
pub(crate) fn of_question(session: &Session, question: &QuestionId) -> Vec<FactEvidenceView> {
    let items = session.derived().evidence.iter();
    items.filter(|one| one.question == *question).map(|one| item_view(session, one)).collect()
}

fn scan_view(kept: &Kept) -> Option<ScanView> {
    let scan = without_resources(kept)?;
    let things = kept.inventory.get("resources").and_then(Value::as_array).map_or(0, Vec::len);
    let looked = usize::from(!scan.account.as_str().is_empty()) + scan.accounts.len();
    Some(ScanView {
        code: kept.code.to_string(),
        taken: scan.finished.to_string(),
        account: scan.account.as_str().to_owned(),
        identity: scan.identity.clone().unwrap_or_default(),
        accounts: looked as u32,
        regions: scan.regions.clone(),
        facts: scan.facts.values().filter(|fact| fact.outcome == scan::Outcome::Value).count()
            as u32,
        all_facts: scan.facts.len() as u32,
        things: things as u32,
        calls: scan.calls.made as u32,
        denied: scan.calls.denied as u32,
        is_stopped: scan.stopped.is_some(),
        has_pseudonyms: scan.pseudonyms,
        not_measured: reads_in_words(scan.not_measured.iter()),
        truncated: scan
            .truncated
            .iter()
            .map(|list| {
                format!("{} in {}: {} read, and more", list.action, list.region, grouped(list.read))
            })
            .collect(),
    })
}

fn item_view(session: &Session, one: &FactEvidence) -> FactEvidenceView {
    let question = session.pack().questions.iter().find(|known| known.id == one.question);
    FactEvidenceView {
        id: one.id.clone(),
        question: one.question.to_string(),
        title: question.map_or(String::new(), |question| question.short_title.clone()),
        stance: one.stance.word().to_owned(),
        test: one.test.clone(),
        effect: one.effect.in_words(),
        level: one.level,
        facts: one.facts.iter().map(ToString::to_string).collect(),
        numbers: one.numbers.clone(),
        missing: one.missing.clone(),
        verdict: one.verdict.as_ref().map(|verdict| VerdictView {
            verdict: verdict.verdict.word().to_owned(),
            reason: verdict.reason.clone(),
            replacement: String::new(),
        }),
    }
}

/// What the newest scan did not look at and the one before it did.
fn narrower(all: &[&Kept]) -> String {
    let [newer, older, ..] = all else { return String::new() };
    let (Some(newer), Some(older)) = (without_resources(newer), without_resources(older)) else {
        return String::new();
    };
    let looked = |scan: &Scan| -> BTreeSet<String> { scan.regions.iter().cloned().collect() };
    let lost: Vec<String> = looked(&older).difference(&looked(&newer)).cloned().collect();
    let valued = |scan: &Scan| {
        scan.facts.values().filter(|fact| fact.outcome == scan::Outcome::Value).count()
    };
    let mut told = Vec::new();
    if !lost.is_empty() {
        let regions =
            if lost.len() > 3 { count(lost.len(), "Region", "Regions") } else { lost.join(", ") };
        told.push(format!("not {regions}"));
    }
    if valued(&newer) < valued(&older) {
        told.push(format!("{} facts with a value instead of {}", valued(&newer), valued(&older)));
    }
    told.join("; ")
}

/// What is otherwise than in the scan before.
fn differences(pack: &Pack, all: &[&Kept]) -> Vec<ScanDifferenceView> {
    let [newer, older, ..] = all else { return vec![] };
    let (Some(newer), Some(older)) = (without_resources(newer), without_resources(older)) else {
        return vec![];
    };
    let mut told = Vec::new();
    for meaning in &pack.facts {
        let value = |scan: &Scan, name: &str| {
            let fact: Option<&Fact> = scan.fact(meaning.id.as_str());
            let is_whole = fact.is_some_and(|fact| fact.is_complete(name));
            value_in_words(fact.and_then(|fact| fact.values.get(name)), is_whole)
        };
        for one in &meaning.values {
            let (before, after) = (value(&older, &one.name), value(&newer, &one.name));
            if before != after {
                told.push(ScanDifferenceView {
                    fact: meaning.id.to_string(),
                    meaning: one.meaning.clone(),
                    before,
                    after,
                });
            }
        }
    }
    told
}

/// `waymark evidence --json`: per question what a scan says of it.
pub fn json(session: &Session, scan: Option<&Scan>) -> Value {
    let levels = answer_levels(session.pack(), session.in_view());
    let own;
    let items = match scan {
        None => &session.derived().evidence,
        Some(scan) => {
            let facts = &session.derived().facts;
            own = fact_evidence(session.pack(), session.in_view(), facts, scan, &|question| {
                levels
                    .get(question)
                    .map_or(waymark_core::consensus::Consensus::Unknown, |one| one.level)
            });
            &own
        }
    };
    let rows: Vec<Value> = items
        .iter()
        .map(|one| {
            json!({
                "id": one.id, "question": one.question, "level": one.level, "says": one.stance.word(),
                "effect": one.effect.in_words(), "facts": one.facts, "test": one.test,
                "numbers": one.numbers, "not_measured": one.missing,
                "verdict": one.verdict.as_ref().map(|verdict| json!({ "verdict": verdict.verdict.word(), "reason": verdict.reason })),
            })
        })
        .collect();
    json!({ "evidence": rows })
}
