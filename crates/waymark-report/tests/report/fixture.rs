//! A small engagement under the shipped pack, built by sentences, and everything that follows from it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use waymark_core::architecture::decision::GivenVerdicts;
use waymark_core::architecture::{Architecture, architecture};
use waymark_core::engagement::{Engagement, Strength};
use waymark_core::facts::EngagementFacts;
use waymark_core::finding::{Finding, findings};
use waymark_core::id::{PackId, QuestionId, Uid};
use waymark_core::pack::Pack;
use waymark_core::readiness::{Check, checks};
use waymark_core::record::Kind;
use waymark_core::roadmap::{Odds, Placed, Plan, RoleLoad, Slip, borders, project, select, waves};
use waymark_core::score::{Scorecard, scorecard};
use waymark_core::target::{QuestionTarget, answer_levels, importance, targets};
use waymark_report::compose::{Input, Outline, compose, meta};
use waymark_report::{LaidOut, Report, lay_out};

/// The shipped pack.
pub(crate) fn pack() -> Pack {
    let shipped = waymark_pack::embedded::packs().into_iter().next().expect("a pack is shipped");
    waymark_pack::load(&shipped.files).pack.expect("the shipped pack is sound")
}

/// An engagement in the making.
pub(crate) struct Sketch {
    pub(crate) pack: Pack,
    pub(crate) engagement: Engagement,
    count: u32,
}

impl Sketch {
    /// Nothing but a client's name.
    pub(crate) fn empty() -> Self {
        Self {
            pack: pack(),
            engagement: Engagement::new(Uid::root("a test"), "Orchard & Sons"),
            count: 0,
        }
    }

    /// Two goals, two use cases, three sources, three people and answers on three dimensions, with notes, quotes and evidence.
    pub(crate) fn small() -> Self {
        let mut sketch = Self::empty();
        let profile = &mut sketch.engagement.profile;
        profile.sponsor = known("Ida Holm");
        profile.facilitators = waymark_core::known::Known::Value(vec!["Sam Reed".into()]);
        profile.workshop_start = waymark_core::known::Known::Value(date(2027, 2, 1));
        profile.workshop_end = waymark_core::known::Known::Value(date(2027, 2, 2));
        profile.report_date = waymark_core::known::Known::Value(date(2027, 2, 5));
        profile.currency = known("EUR");
        for (code, role, name) in [
            ("PAR-1", "executive", "Ida Holm"),
            ("PAR-2", "data_engineer", "Bo Lind"),
            ("PAR-3", "business_owner", "Cy Orr"),
        ] {
            sketch.put(Kind::Participant, code, &format!(r#""role":"{role}","name":"{name}""#));
        }
        sketch.put(
            Kind::Goal,
            "GOAL-1",
            r#""title":"Customers come back","kpi_name":"Repeat rate","kpi_unit":"percent","baseline":41,"target":48,"points":60,"owner":"Ida Holm""#,
        );
        sketch.put(Kind::Goal, "GOAL-2", r#""title":"Less waste","points":40"#);
        for (code, title, kind) in [
            ("SRC-1", "Shop database", "database"),
            ("SRC-2", "Web clicks", "stream"),
            ("SRC-3", "Letters <scanned> & filed", "file"),
        ] {
            sketch.put(
                Kind::Source,
                code,
                &format!(r#""title":"{title}","kind":"{kind}","priority":"yes","data_classes":["personal"],"sensitivity":"confidential""#),
            );
        }
        let (goal, shop, clicks) = (
            sketch.uid(Kind::Goal, "GOAL-1"),
            sketch.uid(Kind::Source, "SRC-1"),
            sketch.uid(Kind::Source, "SRC-2"),
        );
        let links = format!(
            r#""goals":[{{"goal":"{goal}","contribution":5}}],"sources":[{{"source":"{shop}","need":"required"}},{{"source":"{clicks}","need":"helpful"}}]"#
        );
        sketch.put(
            Kind::UseCase,
            "UC-1",
            &format!(r#""title":"Next best offer","type":"personalisation","status":"qualified","personal_data":"yes","value_likely":900000,"effort_likely":12,{links}"#),
        );
        sketch.put(Kind::UseCase, "UC-2", r#""title":"Morning report","type":"bi_reporting","status":"production","value_likely":200000,"effort_likely":5"#);
        for (question, levels) in [
            ("GOV-1", [1, 3, 1]),
            ("GOV-2", [2, 2, 2]),
            ("GOV-3", [2, 3, 2]),
            ("GOV-4", [3, 3, 2]),
            ("GOV-5", [2, 2, 1]),
            ("GOV-6", [2, 1, 2]),
            ("STO-1", [4, 4, 4]),
            ("STO-2", [3, 4, 3]),
            ("STO-3", [3, 3, 3]),
            ("STO-4", [3, 2, 3]),
            ("STO-5", [4, 4, 5]),
            ("STO-6", [3, 3, 3]),
            ("CAT-1", [2, 2, 3]),
        ] {
            sketch.vote(question, levels);
        }
        sketch.answer("GOV-1", r#""settled":"level","level":1,"reason":"No owner could be named.","dissent":"Bo Lind holds 3.","note":"Two people looked at each other.","private_note":"PRIVATE-GOV","is_flagged":true,"verify_owner":"Cy Orr""#);
        sketch
            .answer("STO-1", r#""note":"Everything is in one lake.","private_note":"PRIVATE-STO""#);
        sketch.put(
            Kind::Evidence,
            "EV-1",
            r#""title":"Zone report","strength":"shown","question":"STO-1""#,
        );
        sketch.put(Kind::Capture, "CAP-1", r#""kind":"quote","text":"I am the catalogue.","question":"CAT-1","person":"Bo Lind","has_consent":true"#);
        sketch.put(
            Kind::Capture,
            "CAP-2",
            r#""kind":"quote","text":"UNCONSENTED words","question":"GOV-1","person":"Cy Orr""#,
        );
        sketch.put(Kind::Capture, "CAP-3", r#""kind":"risk","text":"The contract ends in June","question":"STO-1","person":"Ida Holm""#);
        sketch
    }

    /// Without names, as agreed before the workshop.
    pub(crate) fn anonymous(mut self) -> Self {
        self.engagement.profile.is_anonymous = true;
        self
    }

    fn next(&mut self) -> Uid {
        self.count += 1;
        Uid::derived(self.engagement.uid, &self.count.to_string())
    }

    pub(crate) fn put(&mut self, kind: Kind, code: &str, fields: &str) {
        let uid = self.next();
        let code = if code.is_empty() { String::new() } else { format!(r#""code":"{code}","#) };
        let row = format!(r#"{{"uid":"{uid}",{code}{fields}}}"#);
        let row = serde_json::from_str(&row).expect("the fixture is JSON");
        self.engagement.put_row(kind, row).expect("the fixture is a record");
    }

    fn uid(&self, kind: Kind, code: &str) -> Uid {
        self.engagement
            .codes(kind)
            .into_iter()
            .find(|(known, _)| known.as_str() == code)
            .expect("the record is there")
            .1
    }

    fn vote(&mut self, question: &str, levels: [u8; 3]) {
        let pack = self.pack.id.clone();
        for (code, level) in ["PAR-1", "PAR-2", "PAR-3"].into_iter().zip(levels) {
            let participant = self.uid(Kind::Participant, code);
            let fields = format!(
                r#""pack":"{pack}","question":"{question}","participant":"{participant}","choice":"level","level":{level}"#
            );
            self.put(Kind::Vote, "", &fields);
        }
    }

    pub(crate) fn answer(&mut self, question: &str, fields: &str) {
        let pack = self.pack.id.clone();
        self.put(Kind::Answer, "", &format!(r#""pack":"{pack}","question":"{question}",{fields}"#));
    }

    /// What follows from it.
    pub(crate) fn derive(self) -> Derived {
        let Self { pack, engagement, .. } = self;
        let mut levels = answer_levels(&pack, &engagement);
        let mut facts = EngagementFacts::new(&engagement, &levels);
        let targets = targets(&pack, &engagement, &facts);
        for (question, answer) in &mut levels {
            answer.target = targets.get(question).map(|target| target.level);
            facts.set_answer(question, *answer);
        }
        let importance = importance(&pack, &engagement, &targets);
        let card = scorecard(&pack, &engagement, &targets, &BTreeMap::new(), &importance);
        let architecture = architecture(&pack, &engagement, &facts);
        let selection =
            select(&pack, &engagement, &card, &facts, &importance, &architecture.demands());
        // Placed one after the other as their needs allow: a plan of its shape, not a good one.
        let mut ends: BTreeMap<_, u32> = BTreeMap::new();
        let mut placed: Vec<Placed> = Vec::new();
        let mut waiting = selection.chosen.clone();
        while !waiting.is_empty() {
            let at = waiting
                .iter()
                .position(|c| {
                    let needs = &pack.initiative(&c.id).expect("chosen from the pack").needs;
                    needs.iter().all(|need| {
                        ends.contains_key(need) || !selection.chosen.iter().any(|c| &c.id == need)
                    })
                })
                .expect("needs have no cycle");
            let chosen = waiting.remove(at);
            let needs: Vec<_> = pack
                .initiative(&chosen.id)
                .expect("chosen")
                .needs
                .iter()
                .filter(|n| ends.contains_key(*n))
                .cloned()
                .collect();
            let start = needs.iter().map(|need| ends[need]).max().unwrap_or(0);
            let end = start + chosen.duration.likely.ceil().max(1.0) as u32;
            ends.insert(chosen.id.clone(), end);
            placed.push(Placed {
                start,
                end,
                longest_end: start + chosen.duration.high.ceil() as u32,
                slack: 0,
                is_critical: false,
                wave: 0,
                placement: vec!["It starts when what it needs is finished".into()],
                needs,
                lag: 0,
                odds: Odds { half: Some(end), most: Some(end + 2) },
                slip: Slip::default(),
                chosen,
            });
        }
        let pairs: Vec<_> = placed.iter().map(|p| (p.chosen.id.clone(), p.end)).collect();
        let waves = waves(&borders(None), &pairs);
        for one in &mut placed {
            one.wave = waves
                .iter()
                .find(|w| w.initiatives.contains(&one.chosen.id))
                .map_or(0, |w| w.number);
        }
        placed.sort_by_key(|p| (p.start, p.chosen.id.clone()));
        let weeks = placed.iter().map(|p| p.end).max().unwrap_or(0);
        let mut finished = BTreeSet::new();
        let projections = waves
            .iter()
            .map(|wave| {
                finished.extend(wave.initiatives.iter().cloned());
                project(&pack, &card, &finished, &importance)
            })
            .collect();
        let role = pack.roles.iter().find(|r| r.delivers_work).expect("somebody works").id.clone();
        let plan = Plan {
            start: date(2027, 3, 1),
            weeks,
            placed,
            waves,
            projections,
            loads: vec![RoleLoad {
                role,
                load: vec![0.5; weeks as usize],
                capacity: vec![1.0; weeks as usize],
                is_assumed: true,
            }],
            wave_odds: vec![],
            odds: Odds::default(),
            selection,
            value: 0,
            value_bound: None,
            is_proven: false,
            lower_bound: None,
        };
        let findings = findings(&pack, &engagement, &facts);
        let checks = checks(&pack, &engagement, &card, Some(&plan), &Architecture::default());
        // What the product derives from floors, in its words.
        let blockers = if engagement.use_cases.is_empty() {
            vec![]
        } else {
            vec!["Consent and purpose (SEC-6) is not known, at least 3 is required. Personal data needs it.".into()]
        };
        let given = GivenVerdicts::new();
        Derived {
            pack,
            engagement,
            targets,
            card,
            architecture,
            given,
            plan,
            findings,
            checks,
            blockers,
        }
    }
}

fn known(text: &str) -> waymark_core::known::Known<String> {
    waymark_core::known::Known::Value(text.to_owned())
}

/// An engagement with what follows from it.
/// No brand.
static PLAIN: std::sync::LazyLock<waymark_core::brand::Brand> =
    std::sync::LazyLock::new(Default::default);

pub(crate) struct Derived {
    pub(crate) pack: Pack,
    pub(crate) engagement: Engagement,
    targets: BTreeMap<QuestionId, QuestionTarget>,
    card: Scorecard,
    architecture: Architecture,
    given: GivenVerdicts,
    plan: Plan,
    findings: Vec<Finding>,
    checks: Vec<Check>,
    blockers: Vec<String>,
}

impl Derived {
    pub(crate) fn input(&self) -> Input<'_> {
        Input {
            change: None,
            evidence: &[],
            scan: None,
            pack: &self.pack,
            engagement: &self.engagement,
            scorecard: &self.card,
            targets: &self.targets,
            findings: &self.findings,
            blockers: &self.blockers,
            architecture: &self.architecture,
            given: &self.given,
            plan: Some(&self.plan),
            checks: &self.checks,
            lenses: &[],
            brand: &PLAIN,
            logo: None,
        }
    }

    pub(crate) fn compose(&self, sections: &[&str]) -> Report {
        let outline = Outline { sections: sections.to_vec(), ..Outline::default() };
        compose(&self.input(), &outline)
    }

    pub(crate) fn laid_out(&self, sections: &[&str]) -> LaidOut {
        lay_out(&self.compose(sections), &meta(&self.input())).expect("the report is well formed")
    }

    /// Everything that can be read in it, on one line.
    pub(crate) fn text(&self, sections: &[&str]) -> String {
        self.laid_out(sections).page_list().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The strength that the answer to a question rests on.
    pub(crate) fn strength(&self, question: &str) -> Strength {
        self.card.question(&QuestionId::from(question)).expect("the question is asked").strength
    }

    pub(crate) fn pack_id(&self) -> &PackId {
        &self.pack.id
    }
}
