//! A lens as the JSON that the AWS tool imports, equal in meaning to what was read.

use super::{
    AWS_CHARACTERS, AdditionalResources, Choice, Extra, Lens, Pillar, Question, Resource, RiskRule,
};

/// The lens as JSON, one key a line; without line breaks where it would otherwise be too long for the AWS
/// tool.
pub fn write(lens: &Lens) -> String {
    let json = lens_json(lens);
    let mut text = String::new();
    json.write(Some(0), &mut text);
    text.push('\n');
    if text.len() > AWS_CHARACTERS && text.chars().count() > AWS_CHARACTERS {
        text.clear();
        json.write(None, &mut text);
    }
    text
}

/// JSON about to be written.
enum Json<'l> {
    Text(&'l str),
    /// Written as it is.
    Verbatim(&'l str),
    List(Vec<Json<'l>>),
    Object(Vec<(&'l str, Json<'l>)>),
}

fn lens_json(lens: &Lens) -> Json<'_> {
    let mut members = Vec::new();
    optional(&mut members, "schemaVersion", lens.schema_version.as_ref());
    members.push(("name", Json::Text(&lens.name)));
    optional(&mut members, "description", lens.description.as_ref());
    members.extend(extra(&lens.extra));
    members.push(("pillars", list(&lens.pillars, pillar_json)));
    Json::Object(members)
}

fn pillar_json(pillar: &Pillar) -> Json<'_> {
    let mut members = vec![("id", Json::Text(&pillar.id)), ("name", Json::Text(&pillar.name))];
    members.extend(extra(&pillar.extra));
    members.push(("questions", list(&pillar.questions, question_json)));
    Json::Object(members)
}

fn question_json(question: &Question) -> Json<'_> {
    let mut members =
        vec![("id", Json::Text(&question.id)), ("title", Json::Text(&question.title))];
    optional(&mut members, "description", question.description.as_ref());
    members.extend(extra(&question.extra));
    resource(&mut members, "helpfulResource", question.helpful_resource.as_ref());
    members.push(("choices", list(&question.choices, choice_json)));
    if !question.risk_rules.is_empty() {
        members.push(("riskRules", list(&question.risk_rules, rule_json)));
    }
    Json::Object(members)
}

fn choice_json(choice: &Choice) -> Json<'_> {
    let mut members = vec![("id", Json::Text(&choice.id)), ("title", Json::Text(&choice.title))];
    members.extend(extra(&choice.extra));
    resource(&mut members, "helpfulResource", choice.helpful_resource.as_ref());
    resource(&mut members, "improvementPlan", choice.improvement_plan.as_ref());
    if !choice.additional_resources.is_empty() {
        members.push(("additionalResources", list(&choice.additional_resources, additional_json)));
    }
    Json::Object(members)
}

fn resource_json(resource: &Resource) -> Json<'_> {
    let mut members = Vec::new();
    optional(&mut members, "displayText", resource.display_text.as_ref());
    optional(&mut members, "url", resource.url.as_ref());
    members.extend(extra(&resource.extra));
    Json::Object(members)
}

fn additional_json(group: &AdditionalResources) -> Json<'_> {
    let mut members = Vec::new();
    optional(&mut members, "type", group.kind.as_ref());
    members.extend(extra(&group.extra));
    if !group.content.is_empty() {
        members.push(("content", list(&group.content, resource_json)));
    }
    Json::Object(members)
}

fn rule_json(rule: &RiskRule) -> Json<'_> {
    let mut members = vec![
        ("condition", Json::Text(rule.condition.text())),
        ("risk", Json::Text(rule.risk.word())),
    ];
    members.extend(extra(&rule.extra));
    Json::Object(members)
}

fn optional<'l>(members: &mut Vec<(&'l str, Json<'l>)>, key: &'l str, text: Option<&'l String>) {
    members.extend(text.map(|text| (key, Json::Text(text))));
}

fn resource<'l>(
    members: &mut Vec<(&'l str, Json<'l>)>,
    key: &'l str,
    resource: Option<&'l Resource>,
) {
    members.extend(resource.map(|resource| (key, resource_json(resource))));
}

fn extra(extra: &[Extra]) -> impl Iterator<Item = (&str, Json<'_>)> {
    extra.iter().map(|extra| (extra.key.as_str(), Json::Verbatim(&extra.json)))
}

fn list<T>(items: &[T], json: impl Fn(&T) -> Json<'_>) -> Json<'_> {
    Json::List(items.iter().map(json).collect())
}

impl Json<'_> {
    /// Writes it, each item on a line of its own at this depth; without a depth, all in one line.
    fn write(&self, depth: Option<usize>, text: &mut String) {
        match self {
            Json::Text(value) => text.push_str(&quoted(value)),
            Json::Verbatim(json) => text.push_str(json),
            Json::List(items) => {
                let writes = items
                    .iter()
                    .map(|item| move |inner, text: &mut String| item.write(inner, text));
                bracketed(('[', ']'), writes, depth, text);
            }
            Json::Object(members) => {
                let writes = members.iter().map(|(key, value)| {
                    move |inner: Option<usize>, text: &mut String| {
                        text.push_str(&quoted(key));
                        text.push_str(if inner.is_some() { ": " } else { ":" });
                        value.write(inner, text);
                    }
                });
                bracketed(('{', '}'), writes, depth, text);
            }
        }
    }
}

fn bracketed<W: Fn(Option<usize>, &mut String)>(
    (open, close): (char, char),
    items: impl ExactSizeIterator<Item = W>,
    depth: Option<usize>,
    text: &mut String,
) {
    fn new_line(depth: Option<usize>, text: &mut String) {
        if let Some(depth) = depth {
            text.push('\n');
            text.extend(std::iter::repeat_n("  ", depth));
        }
    }
    let is_empty = items.len() == 0;
    let inner = depth.map(|depth| depth + 1);
    text.push(open);
    for (at, write) in items.enumerate() {
        if at > 0 {
            text.push(',');
        }
        new_line(inner, text);
        write(inner, text);
    }
    if !is_empty {
        new_line(depth, text);
    }
    text.push(close);
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}
