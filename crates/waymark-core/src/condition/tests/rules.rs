//! Rules of the shipped pack over small worlds, with the reasons they give.

use super::shipped;
use super::syntax::all_equal;
use super::world::{World, checked, evaluate, told};

#[test]
fn every_rule_of_the_pack_can_be_stated() {
    for shipped::Rule { id, subject, text } in shipped::rules() {
        let condition = checked(shipped::schema(), *subject, text);
        assert!(text == "true" || !condition.reads().is_empty(), "{id} reads something");
    }
}

/// The rule, the code of its subject or nothing, the facts, the verdict with its reasons.
type Case = (&'static str, &'static str, &'static [&'static str], &'static str);

const CASES: &[Case] = &[
    (
        "R-SRC-01",
        "SRC-1",
        &["source SRC-1 priority=yes owner_business=- owner_technical=Ana"],
        "true because SRC-1.priority = yes; SRC-1.owner_business = empty",
    ),
    (
        "R-SRC-01",
        "SRC-1",
        &["source SRC-1 priority=yes owner_business=Ben owner_technical=Ana"],
        "false because SRC-1.owner_business = Ben; SRC-1.owner_technical = Ana",
    ),
    (
        "R-SRC-01",
        "SRC-1",
        &["source SRC-1 priority=yes owner_business=unknown owner_technical=Ana"],
        "unknown because SRC-1.owner_business = unknown",
    ),
    (
        "R-SRC-02",
        "SRC-1",
        &[
            "source SRC-1 kind=database location=on_prem extraction_limits=none",
            "usecase UC-1 status=idea required_sources=SRC-1 freshness_need=seconds",
            "usecase UC-2 status=pilot required_sources=SRC-1,SRC-2 freshness_need=hourly",
        ],
        "true because SRC-1.kind = database; SRC-1.location = on_prem; UC-2.status = pilot; UC-2.required_sources = [SRC-1, SRC-2]; UC-2.freshness_need = hourly; SRC-1.extraction_limits = [none]",
    ),
    (
        "R-SRC-02",
        "SRC-1",
        &[
            "source SRC-1 kind=database location=on_prem extraction_limits=no_log_access",
            "usecase UC-2 status=pilot required_sources=SRC-1 freshness_need=hourly",
        ],
        "false because SRC-1.extraction_limits = [no_log_access]",
    ),
    (
        "R-SRC-02",
        "SRC-1",
        &[
            "source SRC-1 kind=database location=on_prem mode=batch extraction_limits=none",
            "usecase UC-2 status=pilot required_sources=SRC-1 freshness_need=unknown",
        ],
        "unknown because UC-2.freshness_need = unknown",
    ),
    (
        "R-SRC-02",
        "SRC-1",
        &["source SRC-1 kind=database location=ec2 mode=cdc extraction_limits=none"],
        "true because SRC-1.kind = database; SRC-1.location = ec2; SRC-1.mode = cdc; SRC-1.extraction_limits = [none]",
    ),
    (
        "R-SRC-03",
        "SRC-1",
        &[
            "source SRC-1 kind=database location=aws priority=yes consumers_now=CRM,PER-2",
            "persona PER-1 role=manager",
            "persona PER-2 role=analyst",
        ],
        "true because SRC-1.kind = database; SRC-1.location = aws; SRC-1.priority = yes; SRC-1.consumers_now = [CRM, PER-2]; PER-2.role = analyst",
    ),
    (
        "R-SRC-03",
        "SRC-1",
        &[
            "source SRC-1 kind=database location=aws priority=yes consumers_now=CRM",
            "persona PER-1 role=manager",
            "persona PER-2 role=analyst",
        ],
        "false because personas.size = 2; SRC-1.consumers_now = [CRM]",
    ),
    (
        "R-SRC-03",
        "SRC-1",
        &[
            "source SRC-1 kind=database location=aws priority=yes consumers_now=unknown",
            "persona PER-1 role=manager",
        ],
        "unknown because SRC-1.consumers_now = unknown",
    ),
    (
        "R-SRC-06",
        "SRC-1",
        &["source SRC-1 kind=third_party supplier=data_vendor"],
        "true because SRC-1.kind = third_party; SRC-1.supplier = data_vendor",
    ),
    (
        "R-SRC-06",
        "SRC-1",
        &["source SRC-1 kind=third_party supplier=partner"],
        "false because SRC-1.supplier = partner",
    ),
    (
        "R-ING-01",
        "SRC-1",
        &[
            "source SRC-1 kind=database mode=batch engine=aurora_mysql",
            "usecase UC-1 status=pilot required_sources=SRC-1 freshness_need=daily",
            "usecase UC-2 status=production required_sources=SRC-1 freshness_need=minutes",
        ],
        "true because SRC-1.kind = database; SRC-1.engine = aurora_mysql; UC-2.status = production; UC-2.required_sources = [SRC-1]; UC-2.freshness_need = minutes",
    ),
    (
        "R-ING-01",
        "SRC-1",
        &[
            "source SRC-1 kind=database mode=batch engine=aurora_mysql",
            "usecase UC-1 status=pilot required_sources=SRC-1 freshness_need=daily",
        ],
        "false because SRC-1.mode = batch; usecases.size = 1; UC-1.freshness_need = daily",
    ),
    (
        "R-ING-06",
        "SRC-1",
        &["source SRC-1 kind=saas application=zendesk"],
        "true because SRC-1.kind = saas; SRC-1.application = zendesk",
    ),
    (
        "R-ING-06",
        "SRC-1",
        &["source SRC-1 kind=saas application=shopify"],
        "false because SRC-1.application = shopify",
    ),
    (
        "R-ING-07",
        "SRC-1",
        &["source SRC-1 kind=saas application=shopify"],
        "true because SRC-1.kind = saas; SRC-1.application = shopify",
    ),
    (
        "R-ING-07",
        "SRC-1",
        &["source SRC-1 kind=saas application=sap"],
        "false because SRC-1.application = sap",
    ),
    (
        "R-ING-11",
        "SRC-1",
        &[
            "source SRC-1 kind=stream mode=streaming",
            "usecase UC-1 sources=SRC-1 event_logic=single_event",
            "usecase UC-2 sources=SRC-2 event_logic=pattern",
        ],
        "true because SRC-1.mode = streaming; SRC-1.kind = stream; UC-1.sources = [SRC-1]",
    ),
    (
        "R-ING-11",
        "SRC-1",
        &[
            "source SRC-1 kind=stream mode=streaming priority=no",
            "usecase UC-1 sources=SRC-2 event_logic=window_join",
        ],
        "false because SRC-1.priority = no; usecases.size = 1; UC-1.sources = [SRC-2]",
    ),
    (
        "R-ING-12",
        "SRC-1",
        &[
            "source SRC-1 mode=streaming",
            "usecase UC-1 required_sources=SRC-1",
            "usecase UC-2 required_sources=SRC-1,SRC-2",
            "skill SKL-1 employment=staff skill=sql level=4",
            "skill SKL-2 employment=staff skill=kafka level=1",
        ],
        "true because SRC-1.mode = streaming; UC-1.required_sources = [SRC-1]; UC-2.required_sources = [SRC-1, SRC-2]; skills.size = 2; SKL-1.skill = sql; SKL-2.level = 1",
    ),
    (
        "R-ING-12",
        "SRC-1",
        &[
            "source SRC-1 mode=streaming",
            "usecase UC-1 required_sources=SRC-1",
            "usecase UC-2 required_sources=SRC-1",
            "skill SKL-2 employment=staff skill=kafka level=3",
        ],
        "false because SKL-2.skill = kafka; SKL-2.level = 3; SKL-2.employment = staff",
    ),
    (
        "R-ING-13",
        "SRC-1",
        &[
            "source SRC-1 mode=event",
            "platform_item PLT-1 product=msk keep=unknown",
            "skill SKL-1 employment=staff skill=kafka level=3",
        ],
        "true because SRC-1.mode = event; platform.size = 1; PLT-1.product = msk; SKL-1.skill = kafka; SKL-1.level = 3; SKL-1.employment = staff",
    ),
    (
        "R-ING-13",
        "SRC-1",
        &["source SRC-1 mode=streaming", "platform_item PLT-1 product=kafka keep=keep"],
        "true because SRC-1.mode = streaming; PLT-1.product = kafka; PLT-1.keep = keep",
    ),
    (
        "R-ING-13",
        "SRC-1",
        &["source SRC-1 mode=batch", "platform_item PLT-1 product=kafka keep=keep"],
        "false because SRC-1.mode = batch",
    ),
    (
        "R-ING-13",
        "SRC-1",
        &[
            "source SRC-1 mode=streaming",
            "platform_item PLT-1 product=kafka keep=drop",
            "skill SKL-1 employment=staff skill=sql level=4",
        ],
        "false because platform.size = 1; PLT-1.keep = drop; skills.size = 1; SKL-1.skill = sql",
    ),
    (
        "R-ING-17",
        "SRC-1",
        &[
            "source SRC-1 kind=database mode=batch volume_per_day_gb=20",
            "usecase UC-1 status=pilot required_sources=SRC-1 freshness_need=weekly",
            "usecase UC-2 status=pilot required_sources=SRC-1 freshness_need=daily",
        ],
        "true because SRC-1.kind = database; SRC-1.mode = batch; SRC-1.volume_per_day_gb = 20; usecases.size = 2; UC-1.status = pilot; UC-1.required_sources = [SRC-1]; UC-1.freshness_need = weekly; UC-2.freshness_need = daily",
    ),
    (
        "R-ING-17",
        "SRC-1",
        &["source SRC-1 kind=database mode=batch volume_per_day_gb=20"],
        "false because usecases.size = 0",
    ),
    (
        "R-STO-04",
        "SRC-1",
        &[
            "source SRC-1 zone_target=curated change_kind=append_only",
            "persona PER-1 access=dashboard,chat",
            "persona PER-2 access=dashboard,sql",
            "regulation REG-1 erasure_duty=no",
        ],
        "true because SRC-1.zone_target = curated; PER-1.access = [dashboard, chat]; PER-2.access = [dashboard, sql]",
    ),
    (
        "R-STO-04",
        "SRC-1",
        &[
            "source SRC-1 zone_target=curated change_kind=append_only volume_total_gb=10",
            "persona PER-1 access=dashboard,chat",
            "persona PER-2 access=dashboard",
            "regulation REG-1 erasure_duty=no",
        ],
        "false because SRC-1.change_kind = append_only; SRC-1.volume_total_gb = 10; personas.size = 2; PER-1.access = [dashboard, chat]; PER-2.access = [dashboard]; constraints.size = 0; regulations.size = 1; REG-1.erasure_duty = no",
    ),
    (
        "R-STO-05",
        "SRC-1",
        &[
            "fired R-STO-04 false",
            "source SRC-1 zone_target=curated change_kind=append_only volume_total_gb=40",
            "persona PER-1 access=dashboard,chat",
            "persona PER-2 access=dashboard",
        ],
        "true because SRC-1.zone_target = curated; SRC-1.change_kind = append_only; SRC-1.volume_total_gb = 40; personas.size = 2; PER-1.access = [dashboard, chat]; PER-2.access = [dashboard]; constraints.size = 0; regulations.size = 0; R-STO-04.fired = false",
    ),
    (
        "R-STO-05",
        "SRC-1",
        &[
            "fired R-STO-04 false",
            "source SRC-1 zone_target=curated change_kind=append_only volume_total_gb=40",
            "persona PER-1 access=dashboard",
            "persona PER-2 access=unknown",
        ],
        "unknown because PER-2.access = unknown",
    ),
    (
        "R-STO-05",
        "SRC-1",
        &[
            "fired R-STO-04 false",
            "source SRC-1 zone_target=curated change_kind=updates volume_total_gb=40",
            "persona PER-1 access=dashboard",
        ],
        "false because SRC-1.change_kind = updates",
    ),
    (
        "R-STO-18",
        "UC-1",
        &["usecase UC-1 type=bi_reporting concurrency=6_20 sources=SRC-1,SRC-2,SRC-3,SRC-4"],
        "true because UC-1.type = bi_reporting; UC-1.sources = [SRC-1, SRC-2, SRC-3, SRC-4]; UC-1.concurrency = 6_20",
    ),
    (
        "R-STO-17",
        "UC-1",
        &[
            "usecase UC-1 type=bi_reporting concurrency=1_5 response_need=lt_5s sources=SRC-1",
            "source SRC-1 volume_total_gb=8",
        ],
        "false because UC-1.concurrency = 1_5; sources.size = 1; SRC-1.volume_total_gb = 8",
    ),
    (
        "R-STO-06",
        "UC-1",
        &[
            "usecase UC-1 type=regulatory_reporting concurrency=21_100 response_need=unknown sources=unknown",
        ],
        "true because UC-1.type = regulatory_reporting; UC-1.concurrency = 21_100",
    ),
    (
        "R-STO-06",
        "UC-1",
        &["usecase UC-1 type=bi_reporting concurrency=6_20 response_need=batch sources=SRC-1"],
        "false because UC-1.concurrency = 6_20",
    ),
    (
        "R-STO-06",
        "UC-1",
        &["usecase UC-1 type=bi_reporting concurrency=unknown response_need=batch sources=SRC-1"],
        "unknown because UC-1.concurrency = unknown",
    ),
    (
        "R-STO-13",
        "",
        &[
            "constraint CON-1 strictness=required residency=EU,CH",
            "constraint CON-2 strictness=preferred residency=US",
        ],
        "true because CON-1.strictness = required; CON-1.residency = [EU, CH]",
    ),
    (
        "R-STO-13",
        "",
        &[
            "constraint CON-1 strictness=required residency=EU",
            "constraint CON-2 strictness=required_with_sovereign_keys residency=EU,CH",
            "constraint CON-3 strictness=unknown residency=US",
        ],
        "true because CON-1.strictness = required; CON-1.residency = [EU]; CON-2.strictness = required_with_sovereign_keys; CON-2.residency = [EU, CH]",
    ),
    (
        "R-STO-13",
        "",
        &[
            "constraint CON-1 strictness=required residency=EU",
            "constraint CON-2 strictness=preferred residency=US",
        ],
        "false because constraints.size = 2; CON-1.residency = [EU]; CON-2.strictness = preferred",
    ),
    (
        "R-STO-13",
        "",
        &[
            "constraint CON-1 strictness=required residency=EU",
            "constraint CON-2 strictness=unknown residency=US",
        ],
        "unknown because CON-2.strictness = unknown",
    ),
    (
        "R-STO-14",
        "",
        &[
            "source SRC-1 volume_total_gb=6000 growth=flat",
            "source SRC-2 volume_total_gb=unknown growth=gt_100pct",
        ],
        "true because SRC-1.volume_total_gb = 6000; SRC-2.growth = gt_100pct",
    ),
    (
        "R-STO-14",
        "",
        &[
            "source SRC-1 volume_total_gb=60 growth=flat",
            "source SRC-2 volume_total_gb=20 growth=gt_100pct",
        ],
        "false because sources.size = 2; SRC-1.volume_total_gb = 60; SRC-2.volume_total_gb = 20",
    ),
    (
        "R-CAT-02",
        "",
        &[
            "source SRC-1 owner_business=Ana",
            "source SRC-2 owner_business=Ana",
            "source SRC-3 owner_business=Ben",
            "persona PER-1 role=analyst",
            "answer CAT-1 level=unknown target=4",
        ],
        "true because SRC-1.owner_business = Ana; SRC-3.owner_business = Ben",
    ),
    (
        "R-CAT-02",
        "",
        &[
            "source SRC-1 owner_business=Ana",
            "source SRC-2 owner_business=-",
            "persona PER-1 role=analyst",
            "answer CAT-1 level=2 target=4",
        ],
        "true because CAT-1.level = 2; CAT-1.target = 4",
    ),
    (
        "R-CAT-02",
        "",
        &[
            "source SRC-1 owner_business=Ana",
            "source SRC-2 owner_business=-",
            "persona PER-1 role=analyst",
            "answer CAT-1 level=3 target=4",
        ],
        "false because sources.size = 2; SRC-2.owner_business = empty; personas.size = 1; CAT-1.level = 3",
    ),
    (
        "R-CAT-02",
        "",
        &[
            "source SRC-1 owner_business=Ana",
            "source SRC-2 owner_business=unknown",
            "persona PER-1 role=analyst",
            "answer CAT-1 level=3 target=4",
        ],
        "unknown because SRC-2.owner_business = unknown",
    ),
    (
        "R-CAT-03",
        "",
        &["profile profile aws_accounts=one", "answer SEC-2 level=2"],
        "true because profile.aws_accounts = one; SEC-2.level = 2",
    ),
    (
        "R-CAT-03",
        "",
        &["profile profile aws_accounts=3_to_10", "answer SEC-2 level=2"],
        "false because profile.aws_accounts = 3_to_10",
    ),
    (
        "R-CAT-04",
        "",
        &["profile profile operating_model=unknown aws_accounts=11_to_50"],
        "true because profile.aws_accounts = 11_to_50",
    ),
    (
        "R-CAT-04",
        "",
        &["profile profile operating_model=central aws_accounts=2"],
        "false because profile.operating_model = central; profile.aws_accounts = 2",
    ),
    (
        "R-CAT-06",
        "",
        &["answer CAT-3 level=1", "source SRC-1 regulations=[]", "source SRC-2 regulations=REG-1"],
        "true because CAT-3.level = 1; SRC-2.regulations = [REG-1]",
    ),
    (
        "R-CAT-06",
        "",
        &["answer CAT-3 level=4", "source SRC-2 regulations=REG-1"],
        "false because CAT-3.level = 4",
    ),
    (
        "R-CAT-07",
        "SRC-1",
        &["source SRC-1 zone_target=raw schema_stability=unknown"],
        "true because SRC-1.zone_target = raw; SRC-1.schema_stability = unknown",
    ),
    (
        "R-CAT-07",
        "SRC-1",
        &[
            "source SRC-1 zone_target=federated_only schema_stability=unknown",
            "source SRC-2 zone_target=raw schema_stability=stable",
        ],
        "false because SRC-1.zone_target = federated_only",
    ),
    (
        "R-PRC-02",
        "",
        &[
            "skill SKL-1 employment=staff skill=sql level=3",
            "skill SKL-2 employment=staff skill=spark level=1",
        ],
        "true because skills.size = 2; SKL-1.skill = sql; SKL-1.level = 3; SKL-1.employment = staff; SKL-2.level = 1",
    ),
    (
        "R-PRC-02",
        "",
        &[
            "skill SKL-1 employment=staff skill=sql level=3",
            "skill SKL-2 employment=staff skill=spark level=2",
        ],
        "false because SKL-2.skill = spark; SKL-2.level = 2; SKL-2.employment = staff",
    ),
    (
        "R-PRC-05",
        "PER-1",
        &["persona PER-1 role=analyst data_literacy=builds tools=spreadsheet"],
        "true because PER-1.role = analyst; PER-1.data_literacy = builds; PER-1.tools = [spreadsheet]",
    ),
    (
        "R-PRC-05",
        "PER-1",
        &["persona PER-1 role=analyst data_literacy=models tools=spreadsheet,notebook"],
        "false because PER-1.tools = [spreadsheet, notebook]",
    ),
    (
        "R-PRC-06",
        "",
        &[
            "source SRC-1 priority=yes",
            "skill SKL-1 employment=staff skill=aws_analytics level=2",
            "skill SKL-2 employment=staff skill=airflow level=1",
            "platform_item PLT-1 product=snowflake",
        ],
        "true because SRC-1.priority = yes; platform.size = 1; PLT-1.product = snowflake; skills.size = 2; SKL-1.skill = aws_analytics; SKL-1.employment = staff; SKL-1.level = 2; SKL-2.level = 1",
    ),
    (
        "R-PRC-06",
        "",
        &[
            "source SRC-1 priority=yes",
            "skill SKL-1 employment=staff skill=aws_analytics level=2",
            "skill SKL-2 employment=staff skill=airflow level=3",
            "platform_item PLT-1 product=snowflake",
        ],
        "false because platform.size = 1; PLT-1.product = snowflake; skills.size = 2; SKL-1.level = 2; SKL-2.skill = airflow; SKL-2.employment = staff; SKL-2.level = 3",
    ),
    (
        "R-PRC-06",
        "",
        &[
            "source SRC-1 priority=yes",
            "skill SKL-1 employment=staff skill=aws_analytics level=2",
            "platform_item PLT-1 product=airflow keep=change",
        ],
        "false because platform.size = 1; PLT-1.product = airflow; PLT-1.keep = change",
    ),
    (
        "R-PRC-06",
        "",
        &[
            "source SRC-1 priority=yes",
            "skill SKL-1 employment=staff skill=aws_analytics level=2",
            "skill SKL-2 employment=staff skill=airflow level=unknown",
        ],
        "unknown because SKL-2.level = unknown",
    ),
    (
        "R-PRC-11",
        "UC-1",
        &[
            "usecase UC-1 high_impact_on_people=yes sources=SRC-1,SRC-2",
            "source SRC-1 content_form=table",
            "source SRC-2 content_form=document",
        ],
        "true because UC-1.high_impact_on_people = yes; UC-1.sources = [SRC-1, SRC-2]; SRC-2.content_form = [document]",
    ),
    (
        "R-PRC-11",
        "UC-1",
        &[
            "usecase UC-1 high_impact_on_people=yes sources=SRC-1",
            "source SRC-1 content_form=table",
            "source SRC-2 content_form=document",
        ],
        "false because sources.size = 2; UC-1.sources = [SRC-1]; SRC-1.content_form = [table]",
    ),
    (
        "R-CNS-04",
        "PER-1",
        &["persona PER-1 role=executive access=dashboard,chat"],
        "true because PER-1.access = [dashboard, chat]; PER-1.role = executive",
    ),
    (
        "R-CNS-04",
        "PER-1",
        &["persona PER-1 role=executive access=dashboard"],
        "false because PER-1.access = [dashboard]",
    ),
    (
        "R-SEG-01",
        "",
        &[
            "source SRC-1 entities=customer,order",
            "source SRC-2 entities=customer",
            "source SRC-3 entities=unknown",
            "answer PRC-4 level=2",
        ],
        "true because SRC-1.entities = [customer, order]; SRC-2.entities = [customer]; PRC-4.level = 2",
    ),
    (
        "R-SEG-01",
        "",
        &[
            "source SRC-1 entities=customer,order",
            "source SRC-2 entities=product",
            "answer PRC-4 level=2",
        ],
        "false because sources.size = 2; SRC-2.entities = [product]",
    ),
    (
        "R-SEG-02",
        "",
        &[
            "usecase UC-1 type=bi_reporting",
            "persona PER-1 role=agent_frontline",
            "goal G-1 value_driver=loyalty_retention",
        ],
        "true because PER-1.role = agent_frontline; G-1.value_driver = loyalty_retention",
    ),
    (
        "R-SEG-02",
        "",
        &[
            "usecase UC-1 type=bi_reporting channels=[]",
            "persona PER-1 role=agent_frontline",
            "goal G-1 value_driver=cost_reduction",
        ],
        "false because usecases.size = 1; UC-1.type = bi_reporting; UC-1.channels = []; goals.size = 1; G-1.value_driver = cost_reduction",
    ),
    (
        "R-SEG-05",
        "UC-1",
        &["usecase UC-1 type=personalisation interaction_history=50k_1m"],
        "true because UC-1.type = personalisation; UC-1.interaction_history = 50k_1m",
    ),
    (
        "R-SEG-05",
        "UC-1",
        &["usecase UC-1 type=personalisation interaction_history=lt_1k"],
        "false because UC-1.interaction_history = lt_1k",
    ),
    (
        "R-SEG-10",
        "",
        &["answer CNS-6 level=3 target=4"],
        "true because CNS-6.level = 3; CNS-6.target = 4",
    ),
    (
        "R-SEG-10",
        "",
        &[
            "answer CNS-6 level=n/a target=4",
            "usecase UC-1 channels=[] proof=none",
            "usecase UC-2 channels=email proof=control_group",
        ],
        "false because CNS-6.level = not applicable; usecases.size = 2; UC-1.channels = []; UC-2.proof = control_group",
    ),
    (
        "R-SEG-10",
        "",
        &[
            "answer CNS-6 level=4 target=4",
            "usecase UC-1 type=campaign channels=email proof=before_after",
        ],
        "true because UC-1.proof = before_after; UC-1.channels = [email]; UC-1.type = campaign",
    ),
    (
        "R-SEG-11",
        "UC-2",
        &[
            "usecase UC-1 type=bi_reporting personal_data=yes",
            "usecase UC-2 type=campaign personal_data=unknown",
            "answer SEC-6 level=2",
        ],
        "true because UC-2.type = campaign; UC-2.personal_data = unknown; SEC-6.level = 2",
    ),
    (
        "R-SEG-11",
        "UC-2",
        &["usecase UC-2 type=campaign personal_data=no", "answer SEC-6 level=2"],
        "false because UC-2.personal_data = no",
    ),
    (
        "R-SEG-11",
        "UC-2",
        &["usecase UC-2 type=campaign personal_data=yes", "answer SEC-6 level=n/a"],
        "false because SEC-6.level = not applicable",
    ),
    (
        "R-SEG-12",
        "UC-1",
        &["persona PER-1 role=agent_frontline", "usecase UC-1 type=contact_centre"],
        "true because UC-1.type = contact_centre; PER-1.role = agent_frontline",
    ),
    (
        "R-SEG-12",
        "UC-1",
        &["persona PER-1 role=agent_frontline", "usecase UC-1 type=campaign"],
        "false because UC-1.type = campaign",
    ),
    (
        "R-SEC-01",
        "",
        &["profile profile aws_accounts=gt_50", "answer SEC-7 level=2"],
        "true because SEC-7.level = 2",
    ),
    (
        "R-SEC-01",
        "",
        &["profile profile aws_accounts=gt_50", "answer SEC-7 level=3"],
        "false because profile.aws_accounts = gt_50; SEC-7.level = 3",
    ),
    (
        "R-SEC-02",
        "",
        &[
            "source SRC-1 sensitivity=internal",
            "persona PER-1 role=analyst",
            "persona PER-2 role=manager",
            "persona PER-3 role=steward",
        ],
        "true because personas.size = 3",
    ),
    (
        "R-SEC-02",
        "",
        &["source SRC-1 sensitivity=internal data_classes=none", "persona PER-1 role=analyst"],
        "false because sources.size = 1; SRC-1.sensitivity = internal; SRC-1.data_classes = [none]; personas.size = 1",
    ),
    (
        "R-SEC-03",
        "",
        &["persona PER-1 role=application", "persona PER-2 role=analyst"],
        "true because PER-2.role = analyst",
    ),
    (
        "R-SEC-03",
        "",
        &["persona PER-1 role=application"],
        "false because personas.size = 1; PER-1.role = application",
    ),
    (
        "R-SEC-05",
        "",
        &[
            "source SRC-1 data_classes=none",
            "source SRC-2 data_classes=unknown",
            "answer SEC-5 level=3",
        ],
        "true because SRC-2.data_classes = unknown; SEC-5.level = 3",
    ),
    (
        "R-SEC-05",
        "",
        &["source SRC-1 data_classes=trade_secret,health", "answer SEC-5 level=1"],
        "true because SRC-1.data_classes = [trade_secret, health]; SEC-5.level = 1",
    ),
    (
        "R-SEC-05",
        "",
        &[
            "source SRC-1 data_classes=none",
            "source SRC-2 data_classes=trade_secret",
            "answer SEC-5 level=3",
        ],
        "false because sources.size = 2; SRC-1.data_classes = [none]; SRC-2.data_classes = [trade_secret]",
    ),
    (
        "R-SEC-09",
        "CON-1",
        &["constraint CON-1 residency=EU strictness=required"],
        "true because CON-1.residency = [EU]; CON-1.strictness = required",
    ),
    (
        "R-SEC-09",
        "CON-1",
        &[
            "constraint CON-1 residency=[] strictness=required",
            "constraint CON-2 residency=EU strictness=preferred",
        ],
        "false because CON-1.residency = []",
    ),
    (
        "R-SEC-12",
        "",
        &["regulation REG-1 erasure_duty=no", "regulation REG-2 erasure_duty=yes"],
        "true because REG-2.erasure_duty = yes",
    ),
    (
        "R-SEC-12",
        "",
        &["regulation REG-1 erasure_duty=no"],
        "false because constraints.size = 0; regulations.size = 1; REG-1.erasure_duty = no",
    ),
    (
        "R-SEC-13",
        "SRC-1",
        &["source SRC-1 sensitivity=restricted zone_target=curated", "fired R-STO-06 true"],
        "true because SRC-1.sensitivity = restricted; SRC-1.zone_target = curated; R-STO-06.fired = true",
    ),
    (
        "R-SEC-13",
        "SRC-1",
        &[
            "source SRC-1 sensitivity=restricted zone_target=curated",
            "fired R-STO-06 unknown",
            "platform_item PLT-1 product=redshift_ra3",
        ],
        "true because SRC-1.sensitivity = restricted; SRC-1.zone_target = curated; PLT-1.product = redshift_ra3",
    ),
    (
        "R-SEC-13",
        "SRC-1",
        &[
            "source SRC-1 sensitivity=restricted zone_target=curated",
            "fired R-STO-06 false",
            "fired R-STO-17 false",
            "fired R-STO-18 false",
            "platform_item PLT-1 product=snowflake",
        ],
        "false because R-STO-06.fired = false; R-STO-17.fired = false; R-STO-18.fired = false; platform.size = 1; PLT-1.product = snowflake",
    ),
    (
        "R-SEC-13",
        "SRC-1",
        &[
            "source SRC-1 sensitivity=restricted zone_target=curated",
            "fired R-STO-06 unknown",
            "platform_item PLT-1 product=snowflake",
        ],
        "unknown because R-STO-06.fired = unknown; R-STO-17.fired = unknown; R-STO-18.fired = unknown",
    ),
    (
        "T-MANY-READERS",
        "",
        &["persona PER-1 access=dashboard count=101_500", "persona PER-2 access=sql count=gt_500"],
        "true because PER-1.access = [dashboard]; PER-1.count = 101_500",
    ),
    (
        "T-MANY-READERS",
        "",
        &[
            "persona PER-1 access=dashboard count=26_100",
            "persona PER-2 access=spreadsheet count=26_100",
            "persona PER-3 access=embedded count=26_100",
            "persona PER-4 access=dashboard,sql count=26_100",
        ],
        "true because PER-1.access = [dashboard]; PER-1.count = 26_100; PER-2.access = [spreadsheet]; PER-2.count = 26_100; PER-3.access = [embedded]; PER-3.count = 26_100; PER-4.access = [dashboard, sql]; PER-4.count = 26_100",
    ),
    (
        "T-MANY-READERS",
        "",
        &["persona PER-1 access=dashboard count=26_100", "persona PER-2 access=sql count=gt_500"],
        "false because personas.size = 2; PER-1.count = 26_100; PER-2.access = [sql]",
    ),
    (
        "T-MANY-READERS",
        "",
        &[
            "persona PER-1 access=dashboard count=26_100",
            "persona PER-2 access=unknown count=gt_500",
        ],
        "unknown because PER-2.access = unknown",
    ),
    (
        "T-SPEND",
        "",
        &[
            "profile profile spend_threshold=100000",
            "platform_item PLT-1 yearly_cost=80000",
            "platform_item PLT-2 yearly_cost=40000",
            "platform_item PLT-3 yearly_cost=unknown",
        ],
        "true because PLT-1.yearly_cost = 80000; PLT-2.yearly_cost = 40000; profile.spend_threshold = 100000",
    ),
    (
        "T-SPEND",
        "",
        &[
            "profile profile spend_threshold=100000",
            "platform_item PLT-1 yearly_cost=80000",
            "platform_item PLT-2 yearly_cost=20000",
        ],
        "false because platform.size = 2; PLT-1.yearly_cost = 80000; PLT-2.yearly_cost = 20000; profile.spend_threshold = 100000",
    ),
    (
        "T-SPEND",
        "",
        &["profile profile spend_threshold=-", "platform_item PLT-1 yearly_cost=80000"],
        "false because profile.spend_threshold = empty",
    ),
    (
        "T-SPEND",
        "",
        &[
            "profile profile spend_threshold=100000",
            "platform_item PLT-1 yearly_cost=80000",
            "platform_item PLT-3 yearly_cost=unknown",
        ],
        "unknown because PLT-3.yearly_cost = unknown",
    ),
    (
        "T-PERSONAL-DATA",
        "",
        &["source SRC-1 data_classes=none", "usecase UC-1 personal_data=unknown"],
        "true because UC-1.personal_data = unknown",
    ),
    (
        "T-PERSONAL-DATA",
        "",
        &["source SRC-1 data_classes=none", "usecase UC-1 personal_data=no"],
        "false because sources.size = 1; SRC-1.data_classes = [none]; usecases.size = 1; UC-1.personal_data = no",
    ),
];

#[test]
fn rules_fire_for_the_reasons_a_facilitator_would_give() {
    let schema = shipped::schema();
    all_equal(CASES.iter().map(|(id, code, lines, expected)| {
        let shipped::Rule { subject, text, .. } = shipped::rule(id);
        let world = World::of(schema, lines);
        let record =
            subject.map(|kind| world.find(kind, code).expect("the subject is in the world"));
        let found = checked(schema, *subject, text).evaluate(&world, record);
        (*id, told(&found.expect("within the budget")), *expected)
    }));
}

/// What a scan measures, and dates: no condition of the shipped pack reads them.
#[test]
fn scanned_facts_and_dates_are_read_too() {
    const PUBLIC: &str = r#"!facts["F-PAB"].blocked"#;
    const FILLED: &str = r#"facts["F-CATALOG"].description_filled < 60"#;
    const CONTRACT: &str =
        r#"platforms.exists(p, p.contract_end <= "2027-06-30" && p.keep == "undecided")"#;
    let cases = [
        (PUBLIC, "fact_pab F-PAB blocked=false", "true because F-PAB.blocked = false"),
        (PUBLIC, "fact_pab F-PAB blocked=true", "false because F-PAB.blocked = true"),
        (PUBLIC, "fact_pab F-PAB blocked=unknown", "unknown because F-PAB.blocked = unknown"),
        (
            FILLED,
            "fact_catalog F-CATALOG description_filled=59.5",
            "true because F-CATALOG.description_filled = 59.5",
        ),
        (
            FILLED,
            "fact_catalog F-CATALOG description_filled=60",
            "false because F-CATALOG.description_filled = 60",
        ),
        (
            CONTRACT,
            "platform PLT-1 contract_end=2027-01-31 keep=undecided",
            "true because PLT-1.contract_end = 2027-01-31; PLT-1.keep = undecided",
        ),
        (
            CONTRACT,
            "platform PLT-1 contract_end=2027-12-31 keep=undecided",
            "false because platforms.size = 1; PLT-1.contract_end = 2027-12-31",
        ),
    ];
    all_equal(
        cases.map(|(text, line, expected)| (line, told(&evaluate(None, text, &[line])), expected)),
    );
}
