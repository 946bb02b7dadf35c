//! Regulations and governance constraints: what the organisation must and may not do.

use crate::field::FieldKind::{Choice, Choices, PackWords, Texts, Whole};
use crate::field::PackWord;
use crate::id::ServiceId;
use crate::known::Known;
use crate::record::inventory;
use crate::vocabulary::vocabulary;

use super::YesNo;

vocabulary! {
    /// Regulations by short name.
    RegulationName "regulation" ordered 0 {
        Gdpr "gdpr" "GDPR", UkGdpr "uk_gdpr" "UK GDPR", Eprivacy "eprivacy" "ePrivacy", EuDataAct "eu_data_act" "EU Data Act", EuAiAct "eu_ai_act" "EU AI Act", Dora "dora" "DORA", Nis2 "nis2" "NIS2",
        CcpaCpra "ccpa_cpra" "CCPA and CPRA", Hipaa "hipaa" "HIPAA", Glba "glba" "GLBA", Sox "sox" "SOX", PciDss "pci_dss" "PCI DSS", Bcbs239 "bcbs239" "BCBS 239", Solvency2 "solvency2" "Solvency II",
        Lgpd "lgpd" "LGPD", PdpaSg "pdpa_sg" "PDPA (Singapore)", Appi "appi" "APPI", Pipeda "pipeda" "PIPEDA", Revfadp "revfadp" "revFADP", Ferpa "ferpa" "FERPA",
        InternalPolicy "internal_policy" "Internal policy", Contract "contract" "Contract",
    }
}

vocabulary! {
    /// From when a retention period runs.
    RetentionTrigger "retention_trigger" ordered 0 {
        Collection "collection" "Collection", LastUse "last_use" "Last use", ContractEnd "contract_end" "End of contract", LegalHold "legal_hold" "Legal hold",
    }
}

vocabulary! {
    /// How often evidence must be shown to an auditor.
    AuditEvidence "audit_evidence" ordered 4 { None "none" "None", Yearly "yearly" "Yearly", Quarterly "quarterly" "Quarterly", Continuous "continuous" "Continuous" }
}

vocabulary! {
    /// The risk class of AI use.
    AiRisk "ai_risk" ordered 4 { Minimal "minimal" "Minimal", Limited "limited" "Limited", High "high" "High", Prohibited "prohibited" "Prohibited" }
}

vocabulary! {
    /// How strictly residency binds.
    Strictness "strictness" ordered 3 {
        Preferred "preferred" "Preferred", Required "required" "Required", RequiredWithSovereignKeys "required_with_sovereign_keys" "Required, with sovereign keys",
    }
}

vocabulary! {
    /// Whether data may cross the border.
    CrossBorder "cross_border" ordered 0 { None "none" "None", AllowedWithMechanism "allowed_with_mechanism" "With a mechanism", Allowed "allowed" "Allowed" }
}

vocabulary! {
    /// How unchangeable records must be.
    Immutability "immutability" ordered 0 { None "none" "None", Worm "worm" "Write once" "Write once, read many", Ledger "ledger" "Ledger" "Tampering must be provable" }
}

inventory! {
    /// A regulation that applies, with the duties that follow.
    Regulation {
        regulation: Known<RegulationName> = Choice(RegulationName::VOCABULARY), "Regulation", "";
        erasure_duty: Known<YesNo> = Choice(YesNo::VOCABULARY), "Erasure duty", "Must data about a person be erased on request?";
        erasure_deadline_days: Known<u16> = Whole(0, 3650, "days"), "Erasure deadline", "Days";
        retention_min_months: Known<u16> = Whole(0, 1200, "months"), "Retention, at least", "Months";
        retention_max_months: Known<u16> = Whole(0, 1200, "months"), "Retention, at most", "Months";
        retention_trigger: Known<RetentionTrigger> = Choice(RetentionTrigger::VOCABULARY), "Retention runs from", "";
        ai_risk: Known<AiRisk> = Choice(AiRisk::VOCABULARY), "AI risk class", "";
        audit_evidence: Known<AuditEvidence> = Choice(AuditEvidence::VOCABULARY), "Audit evidence", "";
    }
}

inventory! {
    /// A constraint on where and how data may be kept.
    Constraint {
        residency: Known<Vec<String>> = Texts, "Residency", "Territories in which data must stay, such as EU or DE";
        strictness: Known<Strictness> = Choice(Strictness::VOCABULARY), "Strictness", "";
        cross_border: Known<CrossBorder> = Choice(CrossBorder::VOCABULARY), "Cross-border", "";
        erasure_duty: Known<YesNo> = Choice(YesNo::VOCABULARY), "Erasure duty", "Must data be erased on request?";
        immutability: Known<Immutability> = Choice(Immutability::VOCABULARY), "Immutability", "";
        sovereign_keys: Known<YesNo> = Choice(YesNo::VOCABULARY), "Sovereign keys", "Must keys be held outside the provider?";
        approved_regions: Known<Vec<String>> = Texts, "Approved Regions", "AWS Region codes, such as eu-central-1";
        forbidden_services: Known<Vec<ServiceId>> = PackWords(PackWord::Service), "Forbidden services", "";
        data_classes: Known<Vec<super::DataClass>> = Choices(super::DataClass::VOCABULARY), "Applies to", "Which data classes it binds";
    }
}
