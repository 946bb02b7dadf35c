//! The page of the manual for the command line, made from what it says of itself.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Product;

/// The page in roff: the help of the program, and that of each command.
pub(crate) fn page(product: &Product, program: &Path) -> Result<String> {
    let whole = help(program, &[])?;
    let mut page = format!(
        ".TH WAYMARK 1 \"\" \"Waymark {}\" \"User commands\"\n.SH NAME\nwaymark \\- a data strategy diagnostic on the command line\n.SH SYNOPSIS\n.B waymark\n.I COMMAND\n[options]\n.SH DESCRIPTION\n",
        product.version
    );
    page.push_str(&plain(&whole));
    let commands = commands(&whole);
    if commands.is_empty() {
        bail!("{} --help names no commands", program.display());
    }
    page.push_str(".SH COMMANDS\n");
    for command in commands {
        let _ = writeln!(page, ".SS waymark {}", escaped(&command));
        page.push_str(&plain(&help(program, &[&command])?));
    }
    page.push_str(".SH FILES\nAn engagement is one file that ends in\n.IR .waymark .\nThe guide is in\n.IR /usr/share/doc/waymark/guide .\n");
    Ok(page)
}

fn help(program: &Path, words: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(words)
        .arg("--help")
        .output()
        .with_context(|| format!("{} cannot be started", program.display()))?;
    if !output.status.success() {
        bail!("{} {} --help failed", program.display(), words.join(" "));
    }
    String::from_utf8(output.stdout).context("the help is text")
}

/// The names under `Commands:`.
fn commands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// A text as it stands, line by line.
fn plain(text: &str) -> String {
    let mut out = String::from(".nf\n");
    for line in text.trim_end().lines() {
        out.push_str(&escaped(line));
        out.push('\n');
    }
    out.push_str(".fi\n");
    out
}

/// Nothing in it is taken for a request.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_and_nothing_is_taken_for_roff() {
        let help = "Does things\n\nUsage: waymark <COMMAND>\n\nCommands:\n  sample  Make one\n          in two lines\n  pack    Look\n  help    Print\n\nOptions:\n  -h  Help\n";
        assert_eq!(commands(help), ["sample", "pack"]);
        assert_eq!(plain(".x\n'y\na-b\\c\n"), ".nf\n\\&.x\n\\&'y\na\\-b\\ec\n.fi\n");
    }
}
