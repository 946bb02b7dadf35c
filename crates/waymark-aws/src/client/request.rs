//! A read as it is written on the wire.

use serde_json::{Map, Value};

use super::Message;
use crate::operation::{Operation, Wire};

/// The message of a read, before it is signed.
pub(super) fn message(
    operation: &Operation,
    address: &str,
    signs: String,
    account: &str,
    input: &Value,
) -> Message {
    let service = operation.service;
    let mut headers = Vec::new();
    let (method, path, body) = match service.wire {
        Wire::Json { target, version } => {
            headers.push(("x-amz-target", format!("{target}.{}", operation.name)));
            headers.push(("content-type", format!("application/x-amz-json-{version}")));
            ("POST", "/".to_owned(), input.to_string())
        }
        Wire::Query { version } => {
            headers.push(("content-type", "application/x-www-form-urlencoded".to_owned()));
            let mut body = format!("Action={}&Version={version}", operation.name);
            for (name, value) in input.as_object().into_iter().flatten() {
                body.extend(["&", name.as_str(), "=", encode(&text(value)).as_str()]);
            }
            ("POST", "/".to_owned(), body)
        }
        Wire::RestJson | Wire::RestXml => {
            let (method, path) = operation.rest;
            let (path, rest) = fill(path, input);
            if method == "GET" {
                (method, with_query(path, &rest), String::new())
            } else {
                headers.push(("content-type", "application/json".to_owned()));
                (method, path, Value::Object(rest).to_string())
            }
        }
    };
    if service.name == "s3control" {
        headers.push(("x-amz-account-id", account.to_owned()));
    }
    Message {
        method,
        url: format!("{address}{path}"),
        headers,
        body,
        signed_for: Some((service.signing, signs)),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// `{Name}` in the path is taken from the input; the rest is returned.
fn fill(path: &str, input: &Value) -> (String, Map<String, Value>) {
    let mut rest = Map::new();
    let mut path = path.to_owned();
    for (name, value) in input.as_object().into_iter().flatten() {
        let slot = format!("{{{name}}}");
        if path.contains(&slot) {
            path = path.replace(&slot, &encode(&text(value)));
        } else {
            rest.insert(name.clone(), value.clone());
        }
    }
    (path, rest)
}

fn with_query(mut path: String, rest: &Map<String, Value>) -> String {
    for (name, value) in rest {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.extend([name.as_str(), "=", encode(&text(value)).as_str()]);
    }
    path
}

/// Everything but the unreserved characters as `%XX`.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::operation::known;

    fn check(operation: &str, input: Value, expected: &str) {
        let message = message(known(operation), "https://x", "eu-west-1".to_owned(), "1", &input);
        let written = format!("{} {} {}", message.method, message.url, message.body);
        assert_eq!(written, expected);
    }

    #[test]
    fn each_protocol_as_it_is_written() {
        check(
            "glue:GetTables",
            json!({"DatabaseName": "raw"}),
            r#"POST https://x/ {"DatabaseName":"raw"}"#,
        );
        check(
            "rds:DescribeDBInstances",
            json!({"Marker": "a b"}),
            "POST https://x/ Action=DescribeDBInstances&Version=2014-10-31&Marker=a%20b",
        );
        check(
            "s3:GetBucketVersioning",
            json!({"Bucket": "raw.data"}),
            "GET https://x/raw.data?versioning ",
        );
        check("s3:ListBuckets", json!({"max-buckets": "5"}), "GET https://x/?max-buckets=5 ");
        check(
            "quicksight:ListDashboards",
            json!({"AwsAccountId": "1", "next-token": "t/"}),
            "GET https://x/accounts/1/dashboards?next-token=t%2F ",
        );
        check(
            "s3tables:ListTables",
            json!({"tableBucketARN": "arn:aws:s3tables:eu-west-1:1:bucket/a"}),
            "GET https://x/tables/arn%3Aaws%3As3tables%3Aeu-west-1%3A1%3Abucket%2Fa ",
        );
        check(
            "accessanalyzer:ListFindingsV2",
            json!({"analyzerArn": "a"}),
            r#"POST https://x/findingv2 {"analyzerArn":"a"}"#,
        );
    }
}
