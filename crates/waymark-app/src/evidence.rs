//! Scans of AWS accounts beside the answers: taken in as files, judged by the pack's indicators, and compared with the inventories.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use waymark_core::discovery::platform::{Keep, Layer, PlatformState, Product};
use waymark_core::discovery::source::Location;
use waymark_core::engagement::{
    Basis, Engagement, Scan as Kept, Verdict, VerdictSubject, VerdictWord,
};
pub use waymark_core::fact_evidence::reads_in_words;
use waymark_core::fact_evidence::{FactEvidence, Stance, fact_evidence, value_in_words};
use waymark_core::facts::EngagementFacts;
use waymark_core::id::{FactId, QuestionId, ServiceId, Uid};
use waymark_core::pack::{Pack, Rule, Service};
use waymark_core::record::Kind;
use waymark_core::scan::{self, Fact, LONGEST_FILE, Resource, Scan};
use waymark_core::target::answer_levels;
use waymark_core::wording::{count, day, grouped, list, sentence};
use waymark_report::compose::ScanTold;
use waymark_store::RowChange;

use crate::app::bounded;
use crate::commands::{FactJudge, ScanAdopt, ScanTake};
use crate::error::{Code, Error};
use crate::maturity::record_ref;
use crate::session::{Moment, Session};
use crate::view::{
    FactEvidenceView, FoundView, RefView, ScanDifferenceView, ScanEvidenceView, ScanView,
    VerdictView,
};
use crate::workbook::{Cell, Table, head};

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
    let bytes = bounded(path, LONGEST_FILE).map_err(missing)?.ok_or_else(|| {
        let size = std::fs::metadata(path).map_or(0, |data| data.len());
        let error = scan::ScanError::TooLong(size.max(LONGEST_FILE));
        Error::new(Code::InvalidImport, format!("{}: {error}", path.display()), "")
    })?;
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
/// [`Code::InvalidImport`] for one that is kept already, or when the document cannot be written.
pub fn keep(session: &mut Session, moment: &mut Moment, scan: &Scan) -> Result<(), Error> {
    let inventory = serde_json::to_value(scan).expect("a scan is plain data");
    if let Some(same) = session.engagement().scans.iter().find(|one| one.inventory == inventory) {
        return Err(Error::new(
            Code::InvalidImport,
            format!("this scan is kept already, as {}", same.code),
            "open another file, or scan again",
        ));
    }
    let kept = Kept {
        uid: moment.uid(),
        code: session.next_code(Kind::Scan)?,
        taken_at: scan.finished.as_millisecond(),
        inventory,
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

/// The services found that an inventory of the platform would name, with their things, in the order of the pack's table.
fn services<'a>(pack: &'a Pack, scan: &'a Scan) -> Vec<(&'a Service, Vec<&'a Resource>)> {
    pack.services
        .iter()
        .filter_map(|service| {
            let own: Vec<&Resource> = scan
                .resources
                .iter()
                .filter(|one| one.service.as_deref() == Some(service.id.as_str()) && is_used(one))
                .collect();
            (!own.is_empty()).then_some((service, own))
        })
        .collect()
}

/// Something that somebody made on purpose: every account has a first workgroup, and a bucket is part of a platform where it says so.
fn is_used(resource: &Resource) -> bool {
    match resource.kind.as_str() {
        "athena:workgroup" => resource.id != "primary",
        "glue:database" => resource.id != "default",
        "s3:bucket" => resource.attributes.contains_key("zone_hint"),
        _ => !is_source(resource),
    }
}

/// How many things of a service the newest scan found; `None` without a scan.
pub(crate) fn seen(engagement: &Engagement, service: Option<&ServiceId>) -> Option<u32> {
    let kept = kept(engagement);
    let resources = kept.first()?.inventory.get("resources")?.as_array()?;
    let service = service?.as_str();
    let own = |one: &&Value| one.get("service").and_then(Value::as_str) == Some(service);
    Some(resources.iter().filter(own).count() as u32)
}

/// Services that scans name and the pack's table does not.
const BESIDE_THE_TABLE: [(&str, &str, Product, Layer); 6] = [
    ("mwaa:environment", "Amazon MWAA", Product::Airflow, Layer::Processing),
    ("mwaa-serverless:workflow", "Amazon MWAA Serverless", Product::Airflow, Layer::Processing),
    ("dms:task", "AWS DMS", Product::Other, Layer::Ingestion),
    ("mq:broker", "Amazon MQ", Product::Other, Layer::Ingestion),
    ("elasticache:replication_group", "Amazon ElastiCache", Product::Other, Layer::Storage),
    ("memorydb:cluster", "Amazon MemoryDB", Product::Other, Layer::Storage),
];

/// The word of the inventory for a service; `Other` where it has none, and the name says what it is.
fn product_of(service: &Service) -> Product {
    let by_name = || {
        let mut words = Product::VOCABULARY.words.iter();
        let word = words.find(|word| word.label == service.name)?;
        serde_json::from_value(json!(word.word)).ok()
    };
    match service.id.as_str() {
        "s3" => Product::S3Lake,
        _ => service.product.or_else(by_name).unwrap_or(Product::Other),
    }
}

/// The layer in which the pack's rules use a service: where it comes first, or else where it comes at all, or where its product
/// meets a need.
fn layer_of(pack: &Pack, service: &Service) -> Option<Layer> {
    let of = |wanted: &dyn Fn(&Rule) -> bool| pack.rules.iter().find(|rule| wanted(rule));
    of(&|rule| rule.services.first() == Some(&service.id))
        .or_else(|| of(&|rule| rule.services.contains(&service.id)))
        .or_else(|| of(&|rule| rule.satisfied_by.contains(&product_of(service))))
        .or_else(|| of(&|rule| rule.instead.iter().any(|one| one.service == service.name)))
        .map(|rule| rule.layer)
}

/// "3 functions in eu-west-1": things of one service.
fn counted(resources: &[&Resource]) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for resource in resources {
        match kinds.iter_mut().find(|(kind, _)| *kind == resource.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((&resource.kind, 1)),
        }
    }
    let said: Vec<String> = kinds
        .into_iter()
        .map(|(kind, sum)| {
            let one = kind.split(':').next_back().unwrap_or(kind).replace('_', " ");
            let many = match one.strip_suffix('y') {
                Some(stem) => format!("{stem}ies"),
                None => format!("{one}s"),
            };
            count(sum, &one, &many)
        })
        .collect();
    format!("{} in {}", list(&said), regions(resources))
}

fn regions(resources: &[&Resource]) -> String {
    let all: BTreeSet<&str> = resources.iter().map(|one| one.region.as_str()).collect();
    const SHOWN: usize = 3;
    let all: Vec<&str> = all.into_iter().filter(|region| !region.is_empty()).collect();
    if all.len() > SHOWN { format!("{} Regions", all.len()) } else { all.join(", ") }
}

/// Things that are data sources: databases, file systems, and what a migration reads.
fn is_source(resource: &Resource) -> bool {
    let is_read = || word(resource, "side").eq_ignore_ascii_case("source");
    match resource.kind.as_str() {
        "rds:instance" | "rds:cluster" | "dynamodb:table" | "efs:file_system"
        | "fsx:file_system" => true,
        "dms:endpoint" => is_read(),
        _ => false,
    }
}

/// A word that a scan says of a thing; empty without one.
fn word<'a>(resource: &'a Resource, attribute: &str) -> &'a str {
    match resource.attributes.get(attribute) {
        Some(scan::FactValue::Word(word)) => word,
        _ => "",
    }
}

/// A name as a title, which has room for 120 characters.
fn titled(name: &str) -> String {
    name.chars().take(120).collect()
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What the scan found that the inventories lack: services of the platform, and sources.
fn found(pack: &Pack, engagement: &Engagement, scan: &Scan) -> Vec<Found> {
    let date = scan.finished.strftime("%-d %b %Y").to_string();
    let mut found = Vec::new();
    let mut told: BTreeSet<Product> = BTreeSet::new();
    let is_known = |product: Product, name: &str| {
        let name = plain(name);
        engagement.platform.iter().any(|one| {
            product != Product::Other && one.product.value() == Some(&product)
                || plain(&one.title).contains(&name)
        })
    };
    let mut offer = |key: String,
                     name: &str,
                     product: Product,
                     layer: Option<Layer>,
                     own: &[&Resource]| {
        if is_known(product, name) || product != Product::Other && !told.insert(product) {
            return;
        }
        let title = if product == Product::Other { name } else { product.label() };
        let detail = counted(own);
        found.push(Found {
            key,
            kind: Kind::PlatformItem,
            title: title.to_owned(),
            row: json!({
                "title": title, "product": product, "layer": layer,
                "state": PlatformState::Production, "keep": Keep::Undecided, "basis": Basis::Measured,
                "notes": format!("Found by the scan of {date}: {detail}."),
            }),
            detail,
        });
    };
    for (service, resources) in services(pack, scan) {
        let layer = layer_of(pack, service);
        offer(
            format!("platform {}", service.id),
            &service.name,
            product_of(service),
            layer,
            &resources,
        );
    }
    for (kind, name, product, layer) in BESIDE_THE_TABLE {
        let own: Vec<&Resource> = scan.resources.iter().filter(|one| one.kind == kind).collect();
        if !own.is_empty() {
            offer(format!("platform {kind}"), name, product, Some(layer), &own);
        }
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
        let engine = match resource.kind.as_str() {
            "dynamodb:table" => "dynamodb",
            _ => word(resource, "engine"),
        };
        let (kind, location, by) = match resource.kind.as_str() {
            "efs:file_system" | "fsx:file_system" => ("file", Some("aws"), String::new()),
            // Where it stands, a migration does not say.
            "dms:endpoint" => ("database", None, ", as what AWS DMS reads".to_owned()),
            _ => ("database", Some("aws"), String::new()),
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
            detail: [resource.kind.as_str(), engine, resource.region.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            row: json!({
                "title": titled(&resource.id), "kind": kind, "location": location,
                "engine": engine_word(engine, resource.kind == "dms:endpoint"), "basis": Basis::Measured,
                "notes": format!("Found by the scan of {date} in {}{by}.", resource.region),
            }),
        });
    }
    found
}

/// The engine as the inventory of sources writes it; none where it has no word for it.
fn engine_word(engine: &str, is_elsewhere: bool) -> Value {
    let word = match engine {
        // The words of AWS DMS, for databases that may stand anywhere.
        "mysql" | "mariadb" | "oracle" | "db2" | "mongodb" | "sqlserver" if is_elsewhere => engine,
        "postgres" if is_elsewhere => "postgresql",
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

/// What is on record in AWS and of which the scan saw nothing, although it could look: services of the platform by product or by
/// name, and databases by engine.
fn absent(session: &Session, scan: &Scan) -> Vec<RefView> {
    let (pack, engagement) = (session.pack(), session.in_view());
    let is_there = |service: &Service| {
        scan.resources.iter().any(|one| one.service.as_deref() == Some(service.id.as_str()))
    };
    let platform = engagement.platform.iter().filter(|item| {
        let runs =
            !matches!(item.state.value(), Some(PlatformState::Planned | PlatformState::Retire));
        let product = item.product.value().copied().unwrap_or(Product::Other);
        let own: Vec<&Service> = match product {
            Product::Other => pack.service_named(&item.title).into_iter().collect(),
            product => pack.services.iter().filter(|one| product_of(one) == product).collect(),
        };
        runs && own.iter().any(|service| is_scanned(service, scan))
            && !own.iter().any(|service| is_there(service))
    });
    let engines: BTreeSet<String> = scan
        .resources
        .iter()
        .filter(|one| is_source(one))
        .filter_map(|one| match one.kind.as_str() {
            "dynamodb:table" => Some("dynamodb".to_owned()),
            _ => engine_word(word(one, "engine"), false).as_str().map(str::to_owned),
        })
        .collect();
    let sources = engagement.sources.iter().filter(|source| {
        let is_aws = source.location.value() == Some(&Location::Aws);
        source.engine.value().filter(|_| is_aws).is_some_and(|engine| {
            let lists = ENGINES.iter().filter(|(word, ..)| *word == engine.word());
            let mut lists = lists.peekable();
            lists.peek().is_some()
                && lists.all(|(_, name, action)| is_listed(scan, name, action))
                && !engines.contains(engine.word())
        })
    });
    platform
        .map(|item| item.code.as_str())
        .chain(sources.map(|source| source.code.as_str()))
        .map(|code| record_ref(session, code))
        .collect()
}

/// By an engine of the inventory that only AWS runs: the service as a scan names it, and the read that lists its databases.
const ENGINES: [(&str, &str, &str); 9] = [
    ("dynamodb", "dynamodb", "dynamodb:ListTables"),
    ("documentdb", "rds", "rds:DescribeDBClusters"),
    ("aurora_mysql", "rds", "rds:DescribeDBClusters"),
    ("aurora_postgresql", "rds", "rds:DescribeDBClusters"),
    ("rds_mysql", "rds", "rds:DescribeDBInstances"),
    ("rds_postgresql", "rds", "rds:DescribeDBInstances"),
    ("rds_oracle", "rds", "rds:DescribeDBInstances"),
    ("rds_sqlserver", "rds", "rds:DescribeDBInstances"),
    ("kinesis", "kinesis", "kinesis:ListStreams"),
];

/// By a service's id in the pack's table: the service as a scan names it, and the read that lists its things.
const LISTED: [(&str, &str, &str); 18] = [
    ("redshift_ra3", "redshift", "redshift:DescribeClusters"),
    ("redshift_serverless", "redshift-serverless", "redshift-serverless:ListWorkgroups"),
    ("glue_spark", "glue", "glue:GetJobs"),
    ("glue_crawlers", "glue", "glue:GetCrawlers"),
    ("emr", "emr", "elasticmapreduce:ListClusters"),
    ("athena", "athena", "athena:ListWorkGroups"),
    ("msk", "kafka", "kafka:ListClustersV2"),
    ("kinesis_data_streams", "kinesis", "kinesis:ListStreams"),
    ("data_firehose", "firehose", "firehose:ListDeliveryStreams"),
    ("managed_flink", "kinesisanalyticsv2", "kinesisanalytics:ListApplications"),
    ("lambda", "lambda", "lambda:ListFunctions"),
    ("step_functions", "stepfunctions", "states:ListStateMachines"),
    ("appflow", "appflow", "appflow:ListFlows"),
    ("transfer_family", "transfer", "transfer:ListServers"),
    ("datasync", "datasync", "datasync:ListTasks"),
    ("s3_tables", "s3tables", "s3tables:ListTableBuckets"),
    ("personalize", "personalize", "personalize:ListDatasetGroups"),
    ("pinpoint", "pinpoint", "mobiletargeting:GetApps"),
];

/// Whether the scan listed all things of a service: one that was left out, denied or cut says nothing by its absence.
fn is_scanned(service: &Service, scan: &Scan) -> bool {
    let listed = LISTED.iter().find(|(id, ..)| service.id.as_str() == *id);
    listed.is_some_and(|(_, name, action)| is_listed(scan, name, action))
}

fn is_listed(scan: &Scan, service: &str, action: &str) -> bool {
    let is_asked = scan.services.is_empty() || scan.services.iter().any(|one| one == service);
    is_asked
        && !scan.not_measured.iter().any(|read| read.action == action)
        && !scan.truncated.iter().any(|list| list.action == action)
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

/// The external id that a client's role may ask for: always the same of an engagement and of no other one, so that it is still known
/// when the role has been made. It is no secret; it keeps others from having their tools look at this client
/// (AWS IAM User Guide, "The confused deputy problem").
pub fn external_id(session: &Session) -> String {
    let id = Uid::derived(session.engagement().uid, "external id").to_string();
    format!("waymark-{}", id.replace('-', ""))
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

/// What is otherwise than in the scan before: values of facts, and things that are new or gone where both looked.
fn differences(pack: &Pack, all: &[&Kept]) -> Vec<ScanDifferenceView> {
    let [newer, older, ..] = all else { return vec![] };
    let (Some(newer), Some(older)) = (whole(newer), whole(older)) else { return vec![] };
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
    let compared = scan::compare(&older, &newer);
    let sides = [(&compared.gone, "there", "not found"), (&compared.new, "not found", "there")];
    for (things, before, after) in sides {
        told.extend(things.iter().map(|thing| ScanDifferenceView {
            fact: thing.kind.clone(),
            meaning: if thing.region.is_empty() {
                thing.id.clone()
            } else {
                format!("{} in {}", thing.id, thing.region)
            },
            before: before.to_owned(),
            after: after.to_owned(),
        }));
    }
    told
}

/// The newest scan as tables: what it says of the answers, its facts, and what it found. None without a scan.
pub(crate) fn tables(session: &Session) -> Vec<Table> {
    let Some(scan) = kept(session.in_view()).first().and_then(|kept| whole(kept)) else {
        return vec![];
    };
    let beside = session
        .derived()
        .evidence
        .iter()
        .map(|one| {
            let verdict = one.verdict.as_ref();
            vec![
                one.question.to_string().into(),
                one.stance.word().into(),
                one.effect.in_words().into(),
                one.level.map_or("".into(), |level| u32::from(level).into()),
                one.test.as_str().into(),
                one.numbers.join("; ").into(),
                one.missing.join("; ").into(),
                verdict.map_or("", |verdict| verdict.verdict.label()).into(),
                verdict.map_or("", |verdict| verdict.reason.as_str()).into(),
            ]
        })
        .collect();
    let mut facts = Vec::new();
    for meaning in &session.pack().facts {
        let Some(fact) = scan.fact(meaning.id.as_str()) else { continue };
        for one in &meaning.values {
            let value = fact.values.get(&one.name);
            let share = fact.share(&one.name);
            facts.push(vec![
                meaning.id.to_string().into(),
                one.meaning.as_str().into(),
                value_in_words(value, fact.is_complete(&one.name)).into(),
                share.and_then(scan::Share::ratio).map_or("".into(), Cell::Share),
                share.map_or("".into(), |share| (share.measured as u32).into()),
                share.map_or("".into(), |share| (share.not_measured as u32).into()),
            ]);
        }
    }
    let found = scan.resources.iter().map(|one| {
        vec![
            one.kind.as_str().into(),
            one.id.as_str().into(),
            one.region.as_str().into(),
            one.account.as_ref().unwrap_or(&scan.account).as_str().into(),
        ]
    });
    vec![
        Table {
            name: "Evidence of the account".into(),
            head: head(&[
                "Question",
                "Says",
                "Level",
                "Answer",
                "What was tested",
                "Numbers",
                "Not measured",
                "Verdict",
                "Reason",
            ]),
            rows: beside,
            kept: 2,
        },
        Table {
            name: "Facts of the account".into(),
            head: head(&["Fact", "What", "Value", "Share", "Measured", "Not measured"]),
            rows: facts,
            kept: 2,
        },
        Table {
            name: "Found in the account".into(),
            head: head(&["Kind", "Name", "Region", "Account"]),
            rows: found.collect(),
            kept: 2,
        },
    ]
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
