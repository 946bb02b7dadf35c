//! The `cel` crate as oracle: whatever is accepted here is CEL, and has the same structure there.

use cel::common::ast::{Expr, IdedExpr, LiteralValue};
use proptest::prelude::*;

use crate::condition::Condition;
use crate::condition::ast::{Node, NodeKind, Operator};
use crate::condition::parse::parse;

use super::properties::token_soup;
use super::shipped;

/// The parser of the oracle needs much stack in debug builds, and cannot be stopped once it overflows.
fn with_much_stack(test: impl FnOnce() + Send + 'static) {
    let thread =
        std::thread::Builder::new().stack_size(64 << 20).spawn(test).expect("the thread starts");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// The structure as CEL sees it, macros not expanded; `None` where CEL refuses the text.
fn structure_in_cel(text: &str) -> Option<String> {
    let expression = cel::Env::default().with_optional_support(false).parser().parse(text).ok()?;
    Some(cel_structure(&expression))
}

fn cel_structure(expression: &IdedExpr) -> String {
    let all = |nodes: &[IdedExpr]| nodes.iter().map(cel_structure).collect::<Vec<_>>();
    match &expression.expr {
        Expr::Literal(LiteralValue::Boolean(flag)) => flag.inner().to_string(),
        Expr::Literal(LiteralValue::Int(number)) => (*number.inner() as f64).to_string(),
        Expr::Literal(LiteralValue::Double(number)) => number.inner().to_string(),
        Expr::Literal(LiteralValue::String(text)) => format!("{:?}", text.inner()),
        Expr::Ident(name) => name.clone(),
        Expr::Select(select) => format!("{}.{}", cel_structure(&select.operand), select.field),
        Expr::List(list) => format!("[{}]", all(&list.elements).join(" ")),
        Expr::Call(call) => {
            let arguments = all(&call.args);
            match (call.func_name.as_str(), &call.target) {
                (name @ ("_&&_" | "_||_"), None) => chained(name, arguments),
                ("!_", None) => negated(&arguments[0]),
                (name, Some(target)) => {
                    format!("({}.{name} {})", cel_structure(target), arguments.join(" "))
                }
                (name, None) => format!("({name} {})", arguments.join(" ")),
            }
        }
        other => format!("{other:?}"),
    }
}

fn structure(node: &Node) -> String {
    let all = |nodes: &[Node]| nodes.iter().map(structure).collect::<Vec<_>>();
    match &node.kind {
        NodeKind::Bool(flag) => flag.to_string(),
        NodeKind::Number(number) => number.to_string(),
        NodeKind::Text(text) => format!("{text:?}"),
        NodeKind::Name(name) => name.clone(),
        NodeKind::Field(of, name, _) => format!("{}.{name}", structure(of)),
        NodeKind::List(elements) => format!("[{}]", all(elements).join(" ")),
        NodeKind::Index(of, key) => format!("(_[_] {} {})", structure(of), structure(key)),
        NodeKind::Call(Some(of), name, _, arguments) => {
            format!("({}.{name} {})", structure(of), all(arguments).join(" "))
        }
        NodeKind::Call(None, name, _, arguments) => {
            format!("({name} {})", all(arguments).join(" "))
        }
        NodeKind::Not(inner) => negated(&structure(inner)),
        NodeKind::And(operands) => chained("_&&_", all(operands)),
        NodeKind::Or(operands) => chained("_||_", all(operands)),
        NodeKind::In(item, list) => format!("(@in {} {})", structure(item), structure(list)),
        NodeKind::Compare(operator, left, right) => {
            let name = match operator {
                Operator::Equal => "_==_",
                Operator::NotEqual => "_!=_",
                Operator::Less => "_<_",
                Operator::AtMost => "_<=_",
                Operator::Greater => "_>_",
                Operator::AtLeast => "_>=_",
            };
            format!("({name} {} {})", structure(left), structure(right))
        }
    }
}

/// CEL balances long chains of `&&` and `||`; written flat they are comparable.
fn chained(name: &str, operands: Vec<String>) -> String {
    let opening = format!("({name} ");
    let flat: Vec<String> = operands
        .into_iter()
        .map(|operand| {
            match operand.strip_prefix(&opening).and_then(|rest| rest.strip_suffix(')')) {
                Some(inner) => inner.to_owned(),
                None => operand,
            }
        })
        .collect();
    format!("{opening}{})", flat.join(" "))
}

/// CEL drops double negation.
fn negated(operand: &str) -> String {
    match operand.strip_prefix("(!_ ").and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => inner.to_owned(),
        None => format!("(!_ {operand})"),
    }
}

#[test]
fn all_rules_of_the_pack_are_cel_with_the_same_structure() {
    with_much_stack(|| {
        for shipped::Rule { id, text, .. } in shipped::rules() {
            let own = structure(&parse(text).expect("the rules are read"));
            assert_eq!(structure_in_cel(text).as_ref(), Some(&own), "{id}");
            assert!(cel::Program::compile(text).is_ok(), "{id} is CEL with the standard macros");
        }
    });
}

#[test]
fn what_is_accepted_is_cel_with_the_same_structure() {
    with_much_stack(|| {
        let schema = shipped::schema();
        let accepted = std::cell::Cell::new(0);
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            cases: 3000,
            ..ProptestConfig::default()
        });
        let ran = runner.run(&token_soup(), |text| {
            if let Ok(node) = parse(&text) {
                accepted.set(accepted.get() + 1);
                prop_assert_eq!(structure_in_cel(&text), Some(structure(&node)), "{}", text);
                if Condition::parse_and_check(&text, schema, Some("source")).is_ok() {
                    prop_assert!(cel::Program::compile(&text).is_ok(), "{}", text);
                }
            }
            Ok(())
        });
        assert_eq!(ran, Ok(()), "accepted here, refused or read differently there");
        assert!(accepted.get() > 300, "only {} texts were accepted", accepted.get());
    });
}
