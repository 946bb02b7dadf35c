//! What is written of a lens, with places: filled from JSON or from the files of a folder. The fields are those of the
//! files; comments become the descriptions that editors show.

use crate::read::{At, written};

type Text = At<String>;

written! {
    /// The lens as a whole.
    LensFile "lens" required {
        /// Title that people read.
        name: Text,
        /// Names of the files in pillars/, without ending, in the order in which pillars are asked.
        pillars: At<Vec<Text>>,
    } optional {
        /// What the lens is for.
        description: Option<Text>,
        /// Version of the format, 2021-11-01.
        schema_version: Option<Text>,
        /// Keys beyond the format.
        extra: Vec<ExtraKey>,
    }
}

written! {
    /// One pillar with its questions.
    PillarFile "pillar" required {
        /// Permanent id, unique in the lens.
        id: Text,
        /// Title that people read.
        name: Text,
        /// The questions, in order.
        questions: Vec<QuestionTable>,
    } optional {
        /// Keys beyond the format.
        extra: Vec<ExtraKey>,
    }
}

written! {
    /// One thing asked.
    QuestionTable "question" required {
        /// Permanent id, unique in the pillar.
        id: Text,
        /// What is asked.
        title: Text,
        /// The choices, in order; any number of them can be taken.
        choices: At<Vec<ChoiceTable>>,
    } optional {
        /// Why it is asked.
        description: Option<Text>,
        /// What helps to answer.
        helpful_resource: Option<ResourceTable>,
        /// The first rule that holds gives the risk.
        risk_rules: At<Vec<RiskRuleTable>>,
        /// Keys beyond the format.
        extra: Vec<ExtraKey>,
    }
}

written! {
    /// Something that may be true of a workload.
    ChoiceTable "choice" required {
        /// Permanent id, unique in the question; one that ends in _no means none of these.
        id: Text,
        /// What is true where it is taken.
        title: Text,
    } optional {
        /// What helps to understand it.
        helpful_resource: Option<ResourceTable>,
        /// What to do where it is not taken.
        improvement_plan: Option<ResourceTable>,
        /// More to read.
        additional_resources: Vec<AdditionalTable>,
        /// Keys beyond the format.
        extra: Vec<ExtraKey>,
    }
}

written! {
    /// A text with an address.
    ResourceTable "resource" required {
    } optional {
        /// What people read.
        text: Option<Text>,
        /// Its address.
        url: Option<Text>,
        /// Keys beyond the format.
        extra: Vec<ExtraKey>,
    }
}

written! {
    /// A group of resources.
    AdditionalTable "group of resources" required {
    } optional {
        /// HELPFUL_RESOURCE or IMPROVEMENT_PLAN.
        r#type: Option<Text>,
        /// The resources, in order.
        content: At<Vec<ResourceTable>>,
        /// Keys beyond the format.
        extra: Vec<ExtraKey>,
    }
}

written! {
    /// A condition and the risk where it holds.
    RiskRuleTable "risk rule" required {
        /// Ids of choices with ! over && over || and brackets, or default.
        condition: Text,
        /// NO_RISK, MEDIUM_RISK or HIGH_RISK.
        risk: Text,
    } optional {
        /// Keys beyond the format.
        extra: Vec<ExtraKey>,
    }
}

written! {
    /// A key of the lens JSON that the format does not have.
    ExtraKey "extra key" required {
        /// The key.
        key: Text,
        /// Its value as JSON.
        json: Text,
    } optional {}
}
