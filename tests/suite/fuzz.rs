//! Every reader of files from outside bears mutated input: a few inputs of each target, always the same. More of them, and other
//! ones, by `cargo xtask bench fuzz`.

use std::process::Command;

/// Feeds a target; where it fails, the number of the input is told.
fn bears(target: &str, inputs: u32) {
    let output = Command::new(env!("CARGO_BIN_EXE_waymark-fuzz"))
        .args(["--target", target, "--inputs", &inputs.to_string()])
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains(&format!("{inputs} inputs, 0 failures")), "{said}");
}

macro_rules! targets {
    ($($test:ident: $name:literal, $inputs:literal;)+) => {
        $(#[test]
        fn $test() {
            bears($name, $inputs);
        })+

        #[test]
        fn every_target_is_fed_here() {
            let output = Command::new(env!("CARGO_BIN_EXE_waymark-fuzz")).arg("list").output().expect("the program runs");
            let listed = String::from_utf8_lossy(&output.stdout);
            let listed: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
            assert_eq!(listed, [$($name),+]);
        }
    };
}

targets! {
    a_hostile_document_is_borne: "document", 60;
    a_hostile_copy_is_borne: "merge", 40;
    hostile_json_of_an_engagement_is_borne: "engagement-json", 40;
    a_hostile_pack_is_borne: "pack", 60;
    a_hostile_zip_with_a_pack_is_borne: "pack-zip", 60;
    a_hostile_lens_is_borne: "lens", 200;
    a_hostile_condition_of_a_lens_is_borne: "lens-condition", 400;
    a_hostile_condition_is_borne: "condition", 300;
    a_hostile_answers_file_is_borne: "answers", 100;
    a_hostile_table_of_answers_is_borne: "answers-table", 100;
    a_hostile_scan_is_borne: "scan", 60;
    hostile_answers_of_aws_in_json_are_borne: "aws-json", 60;
    hostile_answers_of_aws_in_xml_are_borne: "aws-xml", 60;
    a_hostile_scan_to_take_up_again_is_borne: "scan-partial", 40;
    a_hostile_brand_is_borne: "brand", 60;
    a_hostile_drawing_is_borne: "svg", 60;
    a_hostile_picture_is_borne: "png", 60;
    a_hostile_font_is_borne: "font", 40;
    a_hostile_table_is_borne: "table", 300;
    any_file_chosen_as_a_table_is_borne: "bytes-as-table", 200;
    a_hostile_workbook_is_borne: "workbook", 200;
    hostile_cells_are_borne: "cells", 80;
    a_hostile_row_of_votes_is_borne: "ballot", 80;
    a_hostile_instance_is_borne: "psplib", 200;
    hostile_settings_are_borne: "settings", 20;
}
