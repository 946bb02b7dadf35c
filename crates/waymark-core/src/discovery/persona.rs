//! Personas: who uses data, how, and what hurts.

use crate::field::FieldKind::{Choice, Choices, PackWord, Texts};
use crate::field::PackWord as Word;
use crate::id::RoleId;
use crate::known::Known;
use crate::record::inventory;
use crate::vocabulary::vocabulary;

use super::Sensitivity;

vocabulary! {
    /// How many people a persona stands for.
    PersonaCount "persona_count" ordered 5 {
        To5 "1_5" "1 to 5", To25 "6_25" "6 to 25", To100 "26_100" "26 to 100", To500 "101_500" "101 to 500", Over500 "gt_500" "Over 500",
    }
}

impl PersonaCount {
    /// The lower bound of the range, in people.
    pub const fn at_least(self) -> u32 {
        match self {
            Self::To5 => 1,
            Self::To25 => 6,
            Self::To100 => 26,
            Self::To500 => 101,
            Self::Over500 => 501,
        }
    }
}

vocabulary! {
    /// What people of the persona can do with data.
    DataLiteracy "data_literacy" ordered 5 {
        Reads "reads" "1 reads", Filters "filters" "2 filters", Builds "builds" "3 builds", Models "models" "4 models", Teaches "teaches" "5 teaches",
    }
}

vocabulary! {
    /// Tools in use.
    Tool "tool" ordered 0 {
        DashboardTool "dashboard_tool" "Dashboard tool", Spreadsheet "spreadsheet" "Spreadsheet", SqlEditor "sql_editor" "SQL editor", Notebook "notebook" "Notebook",
        BiDesktop "bi_desktop" "BI desktop", Crm "crm" "CRM", Erp "erp" "ERP", CustomApp "custom_app" "Own application", ChatAssistant "chat_assistant" "Chat assistant", None "none" "None",
    }
}

vocabulary! {
    /// How the persona reaches data.
    Access "access" ordered 0 {
        Dashboard "dashboard" "Dashboard", Sql "sql" "SQL", Notebook "notebook" "Notebook", Api "api" "API", Search "search" "Search", Chat "chat" "Chat",
        Spreadsheet "spreadsheet" "Spreadsheet", Embedded "embedded" "Embedded", FileExport "file_export" "File export", Alert "alert" "Alert",
    }
}

vocabulary! {
    /// How often data is used, from the most frequent; `ad_hoc` stands outside the order.
    UseFrequency "use_frequency" ordered 5 {
        Continuous "continuous" "Continuous", Daily "daily" "Daily", Weekly "weekly" "Weekly", Monthly "monthly" "Monthly", Quarterly "quarterly" "Quarterly", AdHoc "ad_hoc" "Ad hoc",
    }
}

vocabulary! {
    /// What hurts.
    Pain "pain" ordered 0 {
        Finding "finding" "Finding", Access "access" "Access", Freshness "freshness" "Freshness", Quality "quality" "Quality", Definition "definition" "Definition",
        Speed "speed" "Speed", Skill "skill" "Skill", Tool "tool" "Tool", Trust "trust" "Trust",
    }
}

inventory! {
    /// A group of people, or an application, that uses data in the same way.
    Persona {
        role: Known<RoleId> = PackWord(Word::PersonaRole), "Role", "";
        count: Known<PersonaCount> = Choice(PersonaCount::VOCABULARY), "Count", "How many people are like this?";
        data_literacy: Known<DataLiteracy> = Choice(DataLiteracy::VOCABULARY), "Data literacy", "";
        tools: Known<Vec<Tool>> = Choices(Tool::VOCABULARY), "Tools", "";
        access: Known<Vec<Access>> = Choices(Access::VOCABULARY), "Access", "How do they get at data?";
        frequency: Known<UseFrequency> = Choice(UseFrequency::VOCABULARY), "Frequency", "";
        sensitivity_allowed: Known<Sensitivity> = Choice(Sensitivity::VOCABULARY), "Sensitivity allowed", "The most sensitive data they may see";
        location: Known<Vec<String>> = Texts, "Location", "Territory codes, such as DE";
        questions_asked: Known<Vec<String>> = Texts, "Questions asked", "Five to ten real questions";
        pain: Known<Vec<Pain>> = Choices(Pain::VOCABULARY), "Pain", "What hurts today?";
    }
}
