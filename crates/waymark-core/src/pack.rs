//! An assessment pack, resolved: dimensions, questions, rules and initiatives that fit together by construction.
//!
//! `waymark-pack` reads the text files and builds this; nothing here can be wrong in a way that `pack check` reports.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::condition::Condition;
use crate::discovery::Freshness;
use crate::discovery::platform::{Layer, Product};
use crate::discovery::skill::SkillName;
use crate::discovery::source::ZoneTarget;
use crate::engagement::FindingTone;
use crate::field::{PackWord, PackWords};
use crate::id::{
    CallRuleId, DimensionId, FactId, FactorId, FindingId, InitiativeId, PackId, QuestionId, RoleId,
    RuleId, ServiceId, TargetRuleId,
};
use crate::record::Kind;
use crate::translation::{Fallback, Translation};
use crate::vocabulary::vocabulary;

/// An assessment pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Permanent id.
    pub id: PackId,
    /// Version of the content, such as `1.0.0`.
    pub version: String,
    /// Title that people read.
    pub title: String,
    /// How finished the content is.
    pub status: PackStatus,
    /// BCP 47 tag of the text.
    pub language: String,
    /// SHA-256 of the text, hexadecimal.
    pub hash: String,
    /// The five levels, from 1.
    pub scale: Vec<ScaleLevel>,
    /// Factors, with weights for the overall score.
    pub factors: Vec<Factor>,
    /// Dimensions, in order.
    pub dimensions: Vec<Dimension>,
    /// Questions, in the order of their dimensions.
    pub questions: Vec<Question>,
    /// Questions of earlier versions that are not asked any more: known, never scored.
    pub retired: Vec<Retired>,
    /// The one closed list of roles.
    pub roles: Vec<Role>,
    /// The target of a question that sets none of its own, 1 to 5.
    pub default_target: u8,
    /// Rules that raise targets.
    pub target_rules: Vec<TargetRule>,
    /// The day on which the services table was checked.
    pub services_checked: Date,
    /// Services and products that rules may name.
    pub services: Vec<Service>,
    /// Architecture rules, in the order of the layers.
    pub rules: Vec<Rule>,
    /// Roadmap initiatives.
    pub initiatives: Vec<Initiative>,
    /// Rules that call for initiatives beside the gaps.
    pub call_rules: Vec<CallRule>,
    /// Rules that yield findings.
    pub finding_rules: Vec<FindingRule>,
    /// AWS facts that a scan can measure.
    pub facts: Vec<FactMeaning>,
    /// When a fact supports or contradicts an answer.
    pub indicators: Vec<Indicator>,
    /// Terms explained.
    pub glossary: Vec<Term>,
    /// Sources cited.
    pub references: Vec<Reference>,
    /// Standing text of the report by name, such as `method`; Markdown paragraphs.
    pub report_text: BTreeMap<String, String>,
    /// Its texts in other languages, by tag.
    pub translations: Vec<Translation>,
    /// Of a pack that was put into another language: what still stands in its own.
    pub fallback: Option<Fallback>,
}

vocabulary! {
    /// How finished a pack is.
    PackStatus "pack_status" ordered 3 { Draft "draft" "Draft", Preview "preview" "Preview", Stable "stable" "Stable" }
}

/// One level of the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleLevel {
    /// 1 to 5.
    pub level: u8,
    /// Its name, such as "Defined".
    pub name: String,
    /// What it means for any question.
    pub meaning: String,
}

/// A factor: a group of dimensions with a share of the overall score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Permanent id.
    pub id: FactorId,
    /// Title that people read.
    pub title: String,
    /// Weight in the overall score; only proportions count.
    pub weight: u32,
}

/// An area that gets a score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Permanent id.
    pub id: DimensionId,
    /// Title that people read.
    pub title: String,
    /// A title of at most 16 characters, for charts.
    pub short_title: String,
    /// The factor it belongs to.
    pub factor: FactorId,
    /// Weight within the factor.
    pub weight: u32,
    /// One sentence: what the dimension is about.
    pub summary: String,
    /// What to write about each attained level, 1 to 5; empty where the pack says nothing.
    pub paragraphs: BTreeMap<u8, String>,
}

/// One thing asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Permanent id.
    pub id: QuestionId,
    /// The dimension it belongs to.
    pub dimension: DimensionId,
    /// The question as asked.
    pub text: String,
    /// Why it matters, one sentence.
    pub why: String,
    /// A label of at most 32 characters, for tables.
    pub short_title: String,
    /// Weight in the dimension: 2 for key questions, else 1.
    pub weight: u32,
    /// True where the question belongs to the short form.
    pub is_short_form: bool,
    /// The target without any rule, 1 to 5.
    pub target: u8,
    /// Roles that can answer.
    pub roles: Vec<RoleId>,
    /// What each level looks like, from level 1 to level 5.
    pub levels: [String; 5],
    /// What to ask to see.
    pub evidence: String,
    /// Facts that can support the answer.
    pub facts: Vec<FactId>,
    /// What in an account would contradict a high answer.
    pub contradiction: String,
    /// Ids in public frameworks, by framework.
    pub frameworks: BTreeMap<String, Vec<String>>,
    /// The facilitator's card.
    pub card: Option<Card>,
}

/// A question of an earlier version. Its id stays its own, so that answers given to it are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// Permanent id.
    pub id: QuestionId,
    /// The first version of the pack without it.
    pub since: String,
    /// The question as it was asked.
    pub text: String,
    /// Why it went, or what asks the same now; empty where nothing is said.
    pub note: String,
}

/// What helps a facilitator with one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// An opening in plain words.
    pub opening: String,
    /// Follow-up questions.
    pub probes: Vec<String>,
    /// Signs that an answer is too high.
    pub red_flags: Vec<String>,
    /// What a good answer sounds like.
    pub good: String,
    /// Who in the room can answer.
    pub who: String,
}

vocabulary! {
    /// The side a role speaks for; decides the shape of its votes.
    Side "side" ordered 0 { Business "business" "Business", Technology "technology" "Technology", Control "control" "Control" }
}

/// A role of the pack's closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Permanent id.
    pub id: RoleId,
    /// Title that people read.
    pub title: String,
    /// The side it speaks for.
    pub side: Side,
    /// Can be asked questions.
    pub can_be_asked: bool,
    /// Can be a persona.
    pub can_be_persona: bool,
    /// Delivers work of initiatives.
    pub delivers_work: bool,
}

/// A rule that raises targets.
#[derive(Debug, Clone)]
pub struct TargetRule {
    /// Permanent id.
    pub id: TargetRuleId,
    /// When it applies.
    pub when: Condition,
    /// The condition as written.
    pub when_text: String,
    /// The record kind it runs over, where it does.
    pub subject: Option<Kind>,
    /// The questions it raises.
    pub questions: Vec<QuestionId>,
    /// The level they are raised to.
    pub level: u8,
    /// True where the target is a floor that must be met: below it is a blocker.
    pub is_floor: bool,
    /// Why, in one sentence.
    pub because: String,
}

vocabulary! {
    /// Whether a service can still be chosen.
    ServiceStatus "service_status" ordered 0 {
        Active "active" "Active", Closing "closing" "Closing", Closed "closed" "Closed to new customers", Ended "ended" "Ended",
    }
}

/// A service or product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Permanent id.
    pub id: ServiceId,
    /// Current name.
    pub name: String,
    /// A name of at most 22 characters, for the diagram.
    pub short_name: String,
    /// Category, such as `analytics`; decides the colour of draw.io shapes.
    pub category: String,
    /// draw.io shape name, empty where there is none.
    pub shape: String,
    /// Whether it can still be chosen.
    pub status: ServiceStatus,
    /// The day its status was checked.
    pub checked: Date,
    /// What to know: end dates, restrictions.
    pub note: String,
    /// What to use instead, for services that are not active.
    pub successor: String,
    /// The product of the platform inventory that this service is, where it is one.
    pub product: Option<Product>,
}

/// A service that would take a component's place under a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// What would be used, in words.
    pub service: String,
    /// When.
    pub when: String,
    /// It is a way of using the service, or of doing without, and no component of its own: it cannot take the place of one that
    /// is forbidden.
    pub no_component: bool,
}

vocabulary! {
    /// Class of run and licence cost.
    CostClass "cost_class" ordered 3 {
        Low "low" "Low" "Within existing spend", Medium "medium" "Medium" "A new monthly cost up to roughly one salary", High "high" "High" "More than one salary a month",
    }
}

vocabulary! {
    /// What a component contributes to the way of the data, from its source to its use, and to its protection.
    Provision "provision" ordered 0 {
        Collection "collection" "Collection" "Takes events or files in at the door and hands them on",
        Stream "stream" "Stream" "Keeps the events of its sources for several readers",
        Ingestion "ingestion" "Ingestion" "Brings the data of its sources to storage",
        Extraction "extraction" "Extraction" "Turns documents and media into text and fields",
        DirectTables "direct_tables" "Direct tables" "Writes finished tables, so that no landing zone and no job is needed",
        QualityGate "quality_gate" "Quality gate" "Lets data pass from landing to the raw zone",
        Transformation "transformation" "Transformation" "Shapes raw data into the curated zone",
        StreamProcessing "stream_processing" "Stream processing" "Works on events before they rest",
        Serving "serving" "Serving" "Holds curated data in the form that its consumers ask for",
        Lookup "lookup" "Look-up" "Fetches single records for applications",
        Retrieval "retrieval" "Retrieval" "Finds content by words and meaning",
        ReadsTables "reads_tables" "Reads tables" "Reads the curated tables where they lie, not a serving store",
        QueryEngine "query_engine" "Query engine" "Answers SQL for tools that bring no engine of their own",
        Prediction "prediction" "Prediction" "Scores and forecasts of a model",
        Support "support" "Support" "Helps other components; no data passes it",
        Events "events" "Events" "Takes events without waiting for storage",
        Identity "identity" "Identity" "Knows which records are one customer",
        Profile "profile" "Profile" "Holds one profile of each customer",
        Segments "segments" "Segments" "Forms groups of customers",
        Features "features" "Features" "Holds what a model looks up about one customer in the moment",
        Personalisation "personalisation" "Personalisation" "Chooses what one customer gets",
        Activation "activation" "Activation" "Acts on a profile or segment in a channel",
        Assistance "assistance" "Assistance" "Shows a profile to the people who serve the customer",
        Proof "proof" "Proof" "Shows whether an activation had an effect",
        Consent "consent" "Consent" "Knows what each customer agreed to",
        CatalogueLabel "catalogue_label" "Catalogue label" "Labels the data of its sources as sensitive",
        AccessRule "access_rule" "Access rule" "Decides who sees which rows and columns",
        Audit "audit" "Audit rule" "Records who read what",
        Erasure "erasure" "Erasure rule" "Removes a person's data wherever it went",
        Masking "masking" "Masking" "Hides the most sensitive fields from those who do not need them",
        WriteOnce "write_once" "Write once" "Keeps records from being altered or removed",
    }
}

/// An architecture rule: a condition and the component it calls for.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Permanent id.
    pub id: RuleId,
    /// The layer of its component.
    pub layer: Layer,
    /// When it fires.
    pub when: Condition,
    /// The condition as written.
    pub when_text: String,
    /// The record kind it runs over, where it does.
    pub subject: Option<Kind>,
    /// What is needed, such as "Managed open tables".
    pub capability: String,
    /// What provides it, first the one that names the component.
    pub services: Vec<ServiceId>,
    /// One line under the component's name in the diagram, at most 26 characters.
    pub detail: String,
    /// Why, in one sentence.
    pub because: String,
    /// Alternatives with when they would win.
    pub instead: Vec<Instead>,
    /// The storage zone of the component, in the storage layer.
    pub zone: Option<ZoneTarget>,
    /// What the component contributes to the way of the data and to its protection.
    pub provides: Vec<Provision>,
    /// How fresh data can be at best once it has passed the component; `None` where it does not hold data up.
    pub freshness: Option<Freshness>,
    /// Existing products that already provide the capability: with one of them kept, the component exists.
    pub satisfied_by: Vec<Product>,
    /// Existing products that the component replaces: they are retired.
    pub replaces: Vec<Product>,
    /// Initiatives that bring the component.
    pub initiatives: Vec<InitiativeId>,
    /// Class of run cost.
    pub cost: CostClass,
    /// What drives the cost, in words.
    pub cost_driver: String,
    /// Operating effort of the choice: 1 none to 3 a team must run it.
    pub operating_effort: u8,
    /// Skills that running the component asks for; empty where any team can.
    pub skills: Vec<SkillName>,
    /// Rules whose component this one replaces for the same record (the narrower condition).
    pub takes_place_of: Vec<RuleId>,
    /// What the rule lost against its draft, for authors; empty where nothing.
    pub note: String,
}

/// How far an initiative lifts one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lift {
    /// The question.
    pub question: QuestionId,
    /// The level from which it works as planned.
    pub from: u8,
    /// The level expected after it.
    pub to: u8,
}

/// A share of an initiative's work.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleShare {
    /// The role that delivers it.
    pub role: RoleId,
    /// Share of the effort, 0 to 1; shares sum to 1.
    pub share: f64,
}

/// A low, likely and high estimate in one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Lowest plausible.
    pub low: f64,
    /// Most likely.
    pub likely: f64,
    /// Highest plausible.
    pub high: f64,
}

/// Work that closes gaps.
#[derive(Debug, Clone)]
pub struct Initiative {
    /// Permanent id.
    pub id: InitiativeId,
    /// Title that people read.
    pub title: String,
    /// What is true afterwards.
    pub outcome: String,
    /// What it lifts.
    pub lifts: Vec<Lift>,
    /// What must be finished first.
    pub needs: Vec<InitiativeId>,
    /// Effort in person-weeks for a mid-size organisation.
    pub effort: Estimate,
    /// Duration in weeks.
    pub duration: Estimate,
    /// Who does the work.
    pub roles: Vec<RoleShare>,
    /// Roles that notice the result.
    pub visible_to: Vec<RoleId>,
    /// What can go wrong.
    pub risks: String,
    /// The number that tells whether it worked.
    pub kpi: String,
    /// Class of run cost.
    pub cost: CostClass,
    /// A condition without which the initiative is not chosen even for a gap it could close.
    pub only_when: Option<Condition>,
}

/// A rule that calls for initiatives although no gap does, such as for a regulation.
#[derive(Debug, Clone)]
pub struct CallRule {
    /// Permanent id.
    pub id: CallRuleId,
    /// When it applies.
    pub when: Condition,
    /// The record kind it runs over, where it does.
    pub subject: Option<Kind>,
    /// The initiatives it calls for.
    pub initiatives: Vec<InitiativeId>,
    /// Why, in one sentence; `{code}` and `{title}` stand for the record.
    pub because: String,
}

/// A rule that yields a finding.
#[derive(Debug, Clone)]
pub struct FindingRule {
    /// Permanent id.
    pub id: FindingId,
    /// Strength, weakness or blocker.
    pub tone: FindingTone,
    /// When it applies.
    pub when: Condition,
    /// The record kind it runs over, where it does.
    pub subject: Option<Kind>,
    /// The sentence; `{code}` and `{title}` stand for the record, `{count}` for how many fired.
    pub text: String,
    /// The sentence for several records at once; empty where each is told alone.
    pub text_many: String,
    /// Initiatives that answer it.
    pub initiatives: Vec<InitiativeId>,
}

/// The meaning of an AWS fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactMeaning {
    /// Permanent id.
    pub id: FactId,
    /// What it says, in words.
    pub meaning: String,
    /// The read-only API operations behind it, `service:Operation`.
    pub operations: Vec<String>,
    /// The values that a scan gives it; none in packs that were written before scans had any.
    pub values: Vec<FactValueMeaning>,
}

/// The meaning of a value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactValueMeaning {
    /// Its name, once in the fact.
    pub name: String,
    /// Its type.
    pub kind: FactValueKind,
    /// What it says, in words.
    pub meaning: String,
}

vocabulary! {
    /// What a value of a fact can be.
    FactValueKind "fact_value_type" ordered 0 {
        Flag "flag" "Yes or no", Count "count" "A count", Share "share" "A share of those measured",
        Days "days" "Days before the end of the scan", Names "names" "Names that the account's owner gave",
        Words "words" "Words that AWS gave", Word "word" "A word that AWS gave",
    }
}

/// When a fact supports or contradicts an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// The facts it reads.
    pub facts: Vec<FactId>,
    /// The test in words.
    pub test: String,
    /// The test over the facts of a scan and the inventories; without one it is only told.
    pub when: Option<Condition>,
    /// The questions it speaks about.
    pub questions: Vec<QuestionId>,
    /// The answer is at most this level.
    pub at_most: Option<u8>,
    /// The answer is supported up to this level.
    pub at_least: Option<u8>,
}

/// A term explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word.
    pub term: String,
    /// What it means, in one or two sentences.
    pub meaning: String,
}

/// A source cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Short id.
    pub id: String,
    /// Title and publisher.
    pub title: String,
    /// Where it is found.
    pub url: String,
}

impl Pack {
    /// A question by id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|q| &q.id == id)
    }

    /// A dimension by id.
    pub fn dimension(&self, id: &DimensionId) -> Option<&Dimension> {
        self.dimensions.iter().find(|d| &d.id == id)
    }

    /// The questions of a dimension, in order.
    pub fn questions_of<'a>(
        &'a self,
        dimension: &'a DimensionId,
    ) -> impl Iterator<Item = &'a Question> {
        self.questions.iter().filter(move |q| &q.dimension == dimension)
    }

    /// A role by id.
    pub fn role(&self, id: &RoleId) -> Option<&Role> {
        self.roles.iter().find(|r| &r.id == id)
    }

    /// A service by id.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.iter().find(|s| &s.id == id)
    }

    /// A service by its name as the table writes it, whatever the case.
    pub fn service_named(&self, name: &str) -> Option<&Service> {
        let name = name.trim().to_lowercase();
        self.services.iter().find(|s| s.name.to_lowercase() == name)
    }

    /// An initiative by id.
    pub fn initiative(&self, id: &InitiativeId) -> Option<&Initiative> {
        self.initiatives.iter().find(|i| &i.id == id)
    }

    /// The name of a level, such as "Defined".
    pub fn level_name(&self, level: u8) -> &str {
        self.scale.iter().find(|s| s.level == level).map_or("", |s| s.name.as_str())
    }

    /// Adds the ids that this pack declares to the words that records may use.
    pub fn add_words(&self, words: &mut PackWords) {
        words.add(PackWord::Pack, self.id.as_str(), &self.title);
        let mut own = PackWords::default();
        let asked = self.questions.iter().map(|question| (&question.id, &question.text));
        for (id, text) in
            asked.chain(self.retired.iter().map(|retired| (&retired.id, &retired.text)))
        {
            words.add(PackWord::Question, id.as_str(), text);
            own.add(PackWord::Question, id.as_str(), text);
        }
        for dimension in &self.dimensions {
            words.add(PackWord::Dimension, dimension.id.as_str(), &dimension.title);
        }
        for role in &self.roles {
            if role.can_be_asked {
                words.add(PackWord::AskedRole, role.id.as_str(), &role.title);
            }
            if role.can_be_persona {
                words.add(PackWord::PersonaRole, role.id.as_str(), &role.title);
            }
            if role.delivers_work {
                words.add(PackWord::DeliveryRole, role.id.as_str(), &role.title);
            }
        }
        for service in &self.services {
            words.add(PackWord::Service, service.id.as_str(), &service.name);
        }
        for initiative in &self.initiatives {
            words.add(PackWord::Initiative, initiative.id.as_str(), &initiative.title);
            own.add(PackWord::Initiative, initiative.id.as_str(), &initiative.title);
        }
        words.set_own(self.id.as_str(), own);
    }
}
