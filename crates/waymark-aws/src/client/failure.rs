//! What a failed try means, told from status, error code and, for a few codes, words of the message.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::{Answer, xml};

/// A try that failed. The message of AWS is judged and dropped: it can hold names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    /// AWS's word for it.
    pub(crate) code: String,
    pub(crate) status: u16,
    /// How long AWS wants to be left alone.
    pub(crate) wait: Option<Duration>,
    /// The Region that has what was asked for.
    pub(crate) region: Option<String>,
    /// The time at AWS.
    pub(crate) date: Option<SystemTime>,
}

/// The kinds of failure that are treated differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// AWS says that it is not there.
    Absent,
    /// The service has no address in this Region, or is not subscribed to.
    NotOffered,
    Denied,
    DeniedByOrganization,
    /// The keys have run out.
    Expired,
    /// The keys are not known, which in a Region means that it is off.
    UnknownKeys,
    RegionOff,
    Throttled,
    /// A server error that AWS gave a code.
    Unavailable,
    /// A server error without a code: a proxy's page, or an operation that is not there.
    Broken,
    TimedOut,
    Unreachable,
    /// The host's name has no address.
    NoAddress,
    Unreadable,
    ClockSkew,
    /// It lies in another Region.
    Moved,
    Refused,
}

impl Failure {
    pub(crate) fn new(kind: Kind, code: &str, status: u16) -> Self {
        Self { kind, code: code.to_owned(), status, wait: None, region: None, date: None }
    }
}

const THROTTLED: [&str; 15] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "SlowDown",
    "PriorRequestNotComplete",
    "TransactionInProgressException",
    "EC2ThrottledException",
    "Throttled",
];

/// The failure that an answer with an error status tells.
pub(super) fn of(answer: &Answer) -> Failure {
    let header = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok());
    let (code, message) = told(&answer.body);
    let code = header("x-amzn-errortype").map_or(code, str::to_owned);
    // `prefix#Code:address` is how some services write it.
    let code = code.rsplit('#').next().unwrap_or_default();
    let code = code.split(':').next().unwrap_or_default().to_owned();
    let region = header("x-amz-bucket-region").map(str::to_owned);
    let kind = kind(answer.status, &code, &message, region.is_some());
    Failure {
        kind,
        status: answer.status,
        wait: header("retry-after").and_then(|text| text.parse().ok()).map(Duration::from_secs),
        region,
        date: header("date").and_then(date),
        code,
    }
}

/// Code and message of a body in JSON or XML; empty where it has none.
fn told(body: &[u8]) -> (String, String) {
    let value = serde_json::from_slice::<Value>(body).ok().or_else(|| xml::to_json(body));
    let Some(value) = value else { return (String::new(), String::new()) };
    // `Error` as S3 writes it, `ErrorResponse` and `Response` as the query services do.
    let inner =
        value.get("Error").or_else(|| value.get("Errors").and_then(|errors| errors.get("Error")));
    let error = inner.unwrap_or(&value);
    let text = |names: [&str; 3]| {
        let found = names.iter().find_map(|name| error.get(*name).and_then(Value::as_str));
        found.unwrap_or_default().to_owned()
    };
    (text(["__type", "code", "Code"]), text(["message", "Message", "errorMessage"]))
}

fn kind(status: u16, code: &str, message: &str, has_region: bool) -> Kind {
    let message = message.to_lowercase();
    let says = |words: &str| message.contains(words);
    if status == 301
        || status == 307
        || (has_region && matches!(code, "AuthorizationHeaderMalformed" | "PermanentRedirect"))
    {
        return Kind::Moved;
    }
    match code {
        code if THROTTLED.contains(&code) => Kind::Throttled,
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => Kind::Expired,
        "RequestTimeTooSkewed" | "RequestExpired" | "RequestInTheFuture" => Kind::ClockSkew,
        "InvalidSignatureException" | "SignatureDoesNotMatch"
            if says("signature expired") || says("signature not yet current") =>
        {
            Kind::ClockSkew
        }
        "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "InvalidAccessKeyId"
        | "AuthFailure" => Kind::UnknownKeys,
        "OptInRequired" | "InvalidToken" | "IllegalLocationConstraintException" => Kind::RegionOff,
        "SubscriptionRequiredException" | "UnknownEndpoint" => Kind::NotOffered,
        "AccessDenied"
        | "AccessDeniedException"
        | "UnauthorizedOperation"
        | "UnauthorizedAccess"
        | "AuthorizationError"
        | "AuthorizationErrorException"
        | "UnauthorizedException"
        | "NotAuthorized"
        | "Forbidden"
        | "ForbiddenException"
        | "InvalidAccessException"
        | "OperationNotPermittedException" => {
            let is_not_there = [
                "is not enabled",
                "not subscribed",
                "not signed up",
                "has not been enabled",
                "is not signed up",
            ];
            if is_not_there.iter().any(|words| says(words)) {
                Kind::Absent
            } else if says("service control policy") || says("resource control policy") {
                Kind::DeniedByOrganization
            } else {
                Kind::Denied
            }
        }
        "AWSOrganizationsNotInUseException" => Kind::Absent,
        // "There is none" is told in as many ways as there are services.
        code if code.starts_with("NoSuch")
            || code.contains("NotFound")
            || code.contains("DoesNotExist") =>
        {
            Kind::Absent
        }
        "" => match status {
            429 => Kind::Throttled,
            403 => Kind::Denied,
            500.. => Kind::Broken,
            _ => Kind::Refused,
        },
        _ if status >= 500 => Kind::Unavailable,
        _ => Kind::Refused,
    }
}

/// A date as HTTP headers have it.
fn date(text: &str) -> Option<SystemTime> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(super::system_time(zoned.timestamp()))
}

/// A failure before anything was answered.
pub(super) fn connection(error: &hyper_util::client::legacy::Error) -> Failure {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    let mut is_name = false;
    while let Some(inner) = cause {
        is_name |= inner.to_string().contains("dns error");
        cause = inner.source();
    }
    let kind = if is_name { Kind::NoAddress } else { Kind::Unreachable };
    Failure::new(kind, "Connection", 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        status: u16,
        headers: &[(&'static str, &'static str)],
        body: &str,
        expected: Kind,
        code: &str,
    ) {
        let mut map = http::HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, http::HeaderValue::from_static(value));
        }
        let answer = Answer { status, headers: map, body: body.as_bytes().to_vec().into() };
        let failure = of(&answer);
        assert_eq!((failure.kind, failure.code.as_str()), (expected, code), "{status} {body}");
    }

    #[test]
    fn each_way_of_saying_no() {
        check(
            400,
            &[],
            r#"{"__type":"com.amazon.coral#ThrottlingException","message":"Rate exceeded"}"#,
            Kind::Throttled,
            "ThrottlingException",
        );
        check(503, &[], "<Error><Code>SlowDown</Code></Error>", Kind::Throttled, "SlowDown");
        check(
            403,
            &[],
            "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>",
            Kind::Denied,
            "AccessDenied",
        );
        check(
            403,
            &[("x-amzn-errortype", "AccessDeniedException:http://internal/")],
            r#"{"message":"explicit deny in a service control policy"}"#,
            Kind::DeniedByOrganization,
            "AccessDeniedException",
        );
        check(
            403,
            &[],
            r#"{"__type":"AccessDeniedException","message":"Macie is not enabled."}"#,
            Kind::Absent,
            "AccessDeniedException",
        );
        check(
            403,
            &[],
            r#"{"code":"InvalidAccessException","Message":"Account 1 is not subscribed to AWS Security Hub"}"#,
            Kind::Absent,
            "InvalidAccessException",
        );
        check(
            400,
            &[],
            r#"{"__type":"ExpiredTokenException"}"#,
            Kind::Expired,
            "ExpiredTokenException",
        );
        check(404, &[], "<Error><Code>NoSuchTagSet</Code></Error>", Kind::Absent, "NoSuchTagSet");
        check(
            404,
            &[],
            "<Error><Code>ServerSideEncryptionConfigurationNotFoundError</Code></Error>",
            Kind::Absent,
            "ServerSideEncryptionConfigurationNotFoundError",
        );
        check(
            401,
            &[],
            "<Response><Errors><Error><Code>AuthFailure</Code></Error></Errors></Response>",
            Kind::UnknownKeys,
            "AuthFailure",
        );
        check(403, &[], r#"{"__type":"OptInRequired"}"#, Kind::RegionOff, "OptInRequired");
        check(500, &[], "<!doctype html>\n<html lang=en>\n<title>500</title>", Kind::Broken, "");
        check(500, &[], r#"{"__type":"InternalFailure"}"#, Kind::Unavailable, "InternalFailure");
        check(
            301,
            &[("x-amz-bucket-region", "us-east-1")],
            "<Error><Code>PermanentRedirect</Code></Error>",
            Kind::Moved,
            "PermanentRedirect",
        );
        check(
            403,
            &[],
            "<Error><Code>RequestTimeTooSkewed</Code></Error>",
            Kind::ClockSkew,
            "RequestTimeTooSkewed",
        );
        check(404, &[], "Not found", Kind::Refused, "");
    }

    #[test]
    fn a_header_tells_the_time() {
        let noon = date("Fri, 20 Nov 2026 12:00:00 GMT").expect("a date");
        let expected: jiff::Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        assert_eq!(noon, super::super::system_time(expected));
    }
}
