//! JSON Schemas of the files of a pack, for editors.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::{lang, raw};

/// The schemas by the name of their file, without ending: `dimension` describes every file in `dimensions/`.
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("pack", schema::<raw::PackFile>()),
        ("roles", schema::<raw::RolesFile>()),
        ("dimension", schema::<raw::DimensionFile>()),
        ("targets", schema::<raw::TargetsFile>()),
        ("architecture", schema::<raw::LayerFile>()),
        ("services", schema::<raw::ServicesFile>()),
        ("initiatives", schema::<raw::InitiativesFile>()),
        ("findings", schema::<raw::FindingsFile>()),
        ("facts", schema::<raw::FactsFile>()),
        ("indicators", schema::<raw::IndicatorsFile>()),
        ("glossary", schema::<raw::GlossaryFile>()),
        ("references", schema::<raw::ReferencesFile>()),
        ("example", schema::<raw::ExampleFile>()),
        ("lang-pack", schema::<lang::PackTexts>()),
        ("lang-roles", schema::<lang::RolesTexts>()),
        ("lang-dimension", schema::<lang::DimensionTexts>()),
        ("lang-initiatives", schema::<lang::InitiativesTexts>()),
        ("lang-findings", schema::<lang::FindingsTexts>()),
        ("lang-glossary", schema::<lang::GlossaryTexts>()),
    ]
}

/// A schema as it stands in its file.
pub fn pretty(schema: &Value) -> String {
    format!("{}\n", serde_json::to_string_pretty(schema).expect("a schema is plain data"))
}

/// Editors that know TOML read draft 7.
fn schema<T: JsonSchema>() -> Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value()
}
