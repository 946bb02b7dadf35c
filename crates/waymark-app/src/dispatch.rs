//! One door for the window: a command by name, its request as JSON, its response as JSON.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use waymark_core::record::Kind;

use crate::app::App;
use crate::commands as request;
use crate::error::{Code, Error};
use crate::secret::Secret;
use crate::session::Moment;
use crate::view::{FileWritten, FilesWritten, ImprovedView, Nothing};
use crate::{
    architecture, architecture_export, assess, attachment, baseline, brand, draft, evidence,
    history, lens_answer, maturity, merge, packs, prework, record, report, report_file, roadmap,
    roadmap_export, scenario, sheet, what_if, workshop,
};

pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|error| {
        Error::new(
            Code::Internal,
            format!("the request cannot be read: {error}"),
            "this is a mistake in Waymark",
        )
        .caused_by(error)
    })
}

fn write(response: impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(response).map_err(|error| {
        Error::new(Code::Internal, "the response cannot be written", "this is a mistake in Waymark")
            .caused_by(error)
    })
}

/// Carries out a command.
///
/// # Errors
/// Every failure of the product, in words; [`Code::Internal`] for a name or request outside the contract.
pub fn dispatch(
    app: &mut App,
    name: &str,
    value: Value,
    moment: &mut Moment,
) -> Result<Value, Error> {
    match name {
        "app_state" => write(app.state()),
        "settings_set" => write(app.set_settings(read::<request::SettingsSet>(value)?.settings)?),
        "recent_forget" => write(app.forget(&read::<request::PathRequest>(value)?.path)?),
        "document_new" => {
            let new: request::DocumentNew = read(value)?;
            let key = new.passphrase.as_ref().and_then(Secret::passphrase);
            write(app.create_with(
                Path::new(&new.path),
                key,
                &new.client,
                new.is_anonymous,
                new.language.as_deref(),
                moment,
            )?)
        }
        "document_open" => {
            let open: request::DocumentOpen = read(value)?;
            let key = open.passphrase.as_ref().and_then(Secret::passphrase);
            let remember = open.remember.unwrap_or_default();
            write(app.open_with(Path::new(&open.path), key, remember, moment)?)
        }
        "document_sample" => write(app.open_sample(moment)?),
        "document_get" => write(app.document()?),
        "document_protect" => {
            let wanted: request::DocumentProtect = read(value)?;
            let (current, new) = (wanted.current.passphrase(), wanted.passphrase.passphrase());
            write(app.protect(current, new, moment)?)
        }
        "keychain_get" => write(app.keychain()),
        "keychain_forget" => write(app.forget_passphrase()?),
        "document_close" => write(app.close()),
        "backups_list" => write(app.backups(moment.now)),
        "backup_restore" => {
            let wanted: request::BackupRestore = read(value)?;
            write(app.restore(&wanted.id, wanted.target.as_deref().map(Path::new))?)
        }
        "backups_remove" => {
            let wanted: request::BackupsRemove = read(value)?;
            write(app.remove_backups(&wanted.ids, moment.now)?)
        }
        "document_recover" => write(app.recover_file(&read(value)?, moment)?),
        "document_export" => {
            let path = read::<request::PathRequest>(value)?.path;
            app.export(Path::new(&path))?;
            write(FileWritten { path })
        }
        "document_import" => {
            let import: request::DocumentImport = read(value)?;
            write(app.import(Path::new(&import.path), Path::new(&import.target), moment)?)
        }
        "document_copy" => {
            let path = read::<request::PathRequest>(value)?.path;
            app.copy(Path::new(&path))?;
            write(FileWritten { path })
        }
        "merge_look" => {
            let look: request::DocumentOpen = read(value)?;
            let key = look.passphrase.as_ref().and_then(Secret::passphrase);
            write(merge::look(app.session()?, Path::new(&look.path), key)?)
        }
        "merge_take" => {
            let take: request::MergeTake = read(value)?;
            let key = take.passphrase.as_ref().and_then(Secret::passphrase);
            write(app.merge(Path::new(&take.path), key, &take.decisions, moment)?)
        }
        "draft_keep" => {
            let kept: request::DraftKeep = read(value)?;
            draft::keep(app.session_mut()?, &kept.place, kept.text.as_deref())?;
            write(Nothing {})
        }
        "drafts_get" => write(draft::list(app.session()?)?),
        "change_undo" => write(app.undo(moment)?),
        "change_redo" => write(app.redo(moment)?),
        "history_list" => {
            let list: request::HistoryList = read(value)?;
            write(app.history(list.limit, list.offset)?)
        }
        "profile_get" => write(record::profile(app.session()?)),
        "profile_set" => {
            let set: request::ProfileSet = read(value)?;
            write(record::set_profile(app.session_mut()?, moment, &set.field, set.value)?)
        }
        "record_list" => {
            write(record::list(app.session()?, &read::<request::RecordList>(value)?.kind)?)
        }
        "record_add" => {
            let add: request::RecordAdd = read(value)?;
            write(record::add(app.session_mut()?, moment, &add.kind, add.values)?)
        }
        "record_set" => {
            let set: request::RecordSet = read(value)?;
            write(record::set(
                app.session_mut()?,
                moment,
                &set.kind,
                &set.uid,
                &set.field,
                set.value,
            )?)
        }
        "record_remove" => {
            let remove: request::RecordRemove = read(value)?;
            record::remove(app.session_mut()?, moment, &remove.kind, &remove.uid)?;
            write(Nothing {})
        }
        "record_paste" => {
            let paste: request::RecordPaste = read(value)?;
            write(record::paste(app.session_mut()?, moment, &paste)?)
        }
        "record_check" => {
            let block: request::RecordPaste = read(value)?;
            write(record::check_block(
                app.session()?,
                &block.kind,
                &block.uids,
                &block.fields,
                &block.cells,
            )?)
        }
        "record_export" => {
            let export: request::RecordExport = read(value)?;
            sheet::write(app.session()?, &export.kind, Path::new(&export.path))?;
            write(FileWritten { path: export.path })
        }
        "sheet_read" => write(sheet::read(Path::new(&read::<request::PathRequest>(value)?.path))?),
        "assess_get" => write(assess::assess(app.session()?)),
        "question_get" => write(assess::question(
            app.session()?,
            &read::<request::QuestionRequest>(value)?.question,
        )?),
        "vote_record" => write(assess::record_vote(app.session_mut()?, moment, &read(value)?)?),
        "votes_record" => {
            let row: request::VotesRow = read(value)?;
            write(assess::record_votes(app.session_mut()?, moment, &row.question, &row.row)?)
        }
        "votes_explain" => {
            let said: request::VotesExplain = read(value)?;
            write(assess::explain_votes(app.session_mut()?, moment, &said.question, &said.reason)?)
        }
        "votes_tally" => write(assess::tally_votes(app.session_mut()?, moment, &read(value)?)?),
        "votes_reveal" => write(assess::reveal(
            app.session_mut()?,
            moment,
            &read::<request::QuestionRequest>(value)?.question,
        )?),
        "consensus_settle" => write(assess::settle(app.session_mut()?, moment, &read(value)?)?),
        "answer_set" => write(assess::set_answer(app.session_mut()?, moment, read(value)?)?),
        "evidence_add" => write(assess::add_evidence(app.session_mut()?, moment, &read(value)?)?),
        "evidence_attach" => write(attachment::attach(app.session_mut()?, moment, &read(value)?)?),
        "evidence_paste" => write(attachment::paste(app.session_mut()?, moment, &read(value)?)?),
        "evidence_picture" => write(attachment::picture(
            app.session()?,
            &read::<request::EvidenceRequest>(value)?.uid,
        )?),
        "evidence_save" => {
            let save: request::EvidenceSave = read(value)?;
            attachment::save(app.session()?, &save.uid, Path::new(&save.path))?;
            write(FileWritten { path: save.path })
        }
        "captures_get" => write(assess::captures(app.session()?)),
        "workshop_get" => write(workshop::workshop(app.session()?, moment.now)),
        "agenda_propose" => write(workshop::propose_agenda(
            app.session_mut()?,
            moment,
            read::<request::AgendaPropose>(value)?.minutes,
        )?),
        "section_start" => write(workshop::start_section(
            app.session_mut()?,
            moment,
            &read::<request::SectionRequest>(value)?.uid,
        )?),
        "section_end" => write(workshop::end_section(app.session_mut()?, moment)?),
        "verify_get" => write(workshop::verify(app.session()?)),
        "verify_set" => write(workshop::set_verify(app.session_mut()?, moment, &read(value)?)?),
        "room_show" => write(app.show_room(read::<request::RoomShow>(value)?.settings)?),
        "room_get" => write(app.room()),
        "change_get" => {
            write(history::of_change(app.session()?, &read::<request::ChangeRequest>(value)?.id)?)
        }
        "question_history" => write(history::of_question(
            app.session()?,
            &read::<request::QuestionRequest>(value)?.question,
        )?),
        "change_restore" => {
            history::restore(app.session_mut()?, moment, &read(value)?)?;
            write(app.document()?)
        }
        "evidence_remove" => {
            let item: request::ItemRemove = read(value)?;
            write(assess::remove_item(
                app.session_mut()?,
                moment,
                Kind::Evidence,
                &item.question,
                &item.uid,
            )?)
        }
        "capture_add" => write(assess::add_capture(app.session_mut()?, moment, &read(value)?)?),
        "capture_remove" => {
            let item: request::ItemRemove = read(value)?;
            write(assess::remove_item(
                app.session_mut()?,
                moment,
                Kind::Capture,
                &item.question,
                &item.uid,
            )?)
        }
        "target_set" => write(assess::set_target(app.session_mut()?, moment, &read(value)?)?),
        "prework_get" => write(prework::prework(app.session()?)),
        "prework_write" => {
            let paths = prework::write(app.session()?, &read(value)?)?;
            write(FilesWritten { paths })
        }
        "prework_form" => {
            let form: request::PreworkForm = read(value)?;
            prework::write_form(app.session()?, &form)?;
            write(FileWritten { path: form.path })
        }
        "prework_look" => {
            let returned: request::PreworkReturned = read(value)?;
            write(prework::look(app.session()?, &returned.paths, &returned.chosen)?)
        }
        "prework_take" => write(prework::take(app.session_mut()?, moment, &read(value)?)?),
        "cards_write" => {
            let cards: request::CardsWrite = read(value)?;
            prework::write_cards(app.session()?, &cards)?;
            write(FileWritten { path: cards.path })
        }
        "packs_get" => write(packs::list_packs(app.session()?)?),
        "pack_choose" => {
            app.session_mut()?.choose_pack(&read::<request::PackRequest>(value)?.id)?;
            write(app.document()?)
        }
        "pack_look" => write(packs::look(app.session()?, &read(value)?)?),
        "pack_take" => write(packs::take(app.session_mut()?, moment, &read(value)?)?),
        "pack_remove" => {
            let id = read::<request::PackRequest>(value)?.id;
            write(packs::remove(app.session_mut()?, moment, &id)?)
        }
        "baselines_get" => write(baseline::list(app.session()?)),
        "baseline_freeze" => {
            let title = read::<request::BaselineFreeze>(value)?.title;
            write(baseline::freeze(app.session_mut()?, moment, &title)?)
        }
        "baseline_rename" => {
            let rename: request::BaselineRename = read(value)?;
            write(baseline::rename(app.session_mut()?, moment, &rename.code, &rename.title)?)
        }
        "baseline_remove" => {
            let code = read::<request::BaselineRef>(value)?.code;
            write(baseline::remove(app.session_mut()?, moment, &code)?)
        }
        "baseline_compare" => write(baseline::compare(app.session()?, &read(value)?)?),
        "baseline_chart" => write(baseline::chart(app.session()?, &read(value)?)?),
        "last_time_confirm" => write(assess::confirm_last(
            app.session_mut()?,
            moment,
            &read::<request::QuestionRequest>(value)?.question,
        )?),
        "round_next" => {
            write(app.next_round(Path::new(&read::<request::PathRequest>(value)?.path), moment)?)
        }
        "portfolio_get" => write(app.portfolio(&read::<request::PortfolioGet>(value)?.paths)?),
        "portfolio_export" => write(app.export_portfolio(&read(value)?, moment)?),
        "lens_get" => {
            write(lens_answer::get(app.session()?, &read::<request::PackRequest>(value)?.id)?)
        }
        "lens_answer" => write(lens_answer::set(app.session_mut()?, moment, &read(value)?)?),
        "lens_export" => {
            let export: request::LensExport = read(value)?;
            lens_answer::export(app.session()?, &export.lens, Path::new(&export.path))?;
            write(FileWritten { path: export.path })
        }
        "maturity_get" => write(maturity::maturity(app.session()?)),
        "chart_get" => {
            let chart: request::ChartRequest = read(value)?;
            write(maturity::chart(app.session()?, &chart.chart, chart.width, chart.height)?)
        }
        "score_explain" => {
            let explain: request::ExplainRequest = read(value)?;
            write(maturity::explain(app.session()?, &explain.kind, &explain.id)?)
        }
        "architecture_get" => write(architecture::architecture(app.session()?, &read(value)?)?),
        "architecture_export" => write(architecture_export::export(app.session()?, &read(value)?)?),
        "what_if" => write(what_if::what_if(app.session()?, moment, &read(value)?)?),
        "verdict_set" => {
            let set: request::VerdictSet = read(value)?;
            architecture::set_verdict(app.session_mut()?, moment, &set)?;
            write(architecture::architecture(app.session()?, &set.look)?)
        }
        "roadmap_get" => write(roadmap::roadmap(app.session()?, &read(value)?)?),
        "roadmap_export" => {
            let now = moment.now;
            write(roadmap_export::export(app.session()?, now, &read(value)?)?)
        }
        "initiative_set" => {
            roadmap::set_initiative(app.session_mut()?, moment, &read(value)?)?;
            write(Nothing {})
        }
        // The window lets go of the application while it looks; who calls from elsewhere waits.
        "roadmap_improve" => {
            let session = app.session()?;
            let is_news = match roadmap::improvement(session) {
                Some(search) => {
                    roadmap::take_improved(session, &search, search.run(&|| false).as_ref())?
                }
                None => false,
            };
            write(ImprovedView { is_news })
        }
        "roadmap_set" => {
            roadmap::set_roadmap(app.session_mut()?, moment, &read(value)?)?;
            write(Nothing {})
        }
        "scenarios_get" => write(scenario::scenarios(app.session()?, &read(value)?)),
        "scenario_keep" => {
            let wanted: request::ScenarioKeep = read(value)?;
            scenario::keep(app.session_mut()?, moment, &wanted.title)?;
            write(Nothing {})
        }
        "scenario_take" => {
            let wanted: request::ScenarioRef = read(value)?;
            scenario::take(app.session_mut()?, moment, &wanted.code)?;
            write(Nothing {})
        }
        "plan_accept" => {
            roadmap::accept(
                app.session_mut()?,
                moment,
                &read::<request::PlanAccept>(value)?.accepted_by,
            )?;
            write(Nothing {})
        }
        "report_get" => write(report::report(app.session()?)),
        "report_write" => write(report_file::write(app.session()?, &read(value)?, moment.now)?),
        "report_page" => {
            let page: request::ReportPage = read(value)?;
            write(report::page(app.session()?, page.number, &page.sections)?)
        }
        "report_find" => {
            let wanted: request::ReportFind = read(value)?;
            write(report::find(app.session()?, &wanted.place, &wanted.sections)?)
        }
        "report_set" => {
            report::set(app.session_mut()?, moment, &read(value)?)?;
            write(Nothing {})
        }
        "evidence_get" => write(evidence::evidence(app.session()?)),
        "scan_take" => {
            evidence::take(app.session_mut()?, moment, &read(value)?)?;
            write(evidence::evidence(app.session()?))
        }
        "scan_remove" => {
            let gone: request::ScanRemove = read(value)?;
            evidence::remove(app.session_mut()?, moment, &gone.code)?;
            write(evidence::evidence(app.session()?))
        }
        "fact_judge" => {
            evidence::judge(app.session_mut()?, moment, &read(value)?)?;
            write(evidence::evidence(app.session()?))
        }
        "scan_adopt" => {
            evidence::adopt(app.session_mut()?, moment, &read(value)?)?;
            write(evidence::evidence(app.session()?))
        }
        "brand_set" => {
            brand::set(app.session_mut()?, moment, &read(value)?)?;
            write(Nothing {})
        }
        "brand_open" => {
            brand::open(app.session_mut()?, moment, &read(value)?)?;
            write(Nothing {})
        }
        "brand_font" => write(brand::font(app.session()?)),
        "brand_save" => write(brand::save(app.session()?, &read(value)?)?),
        "check_accept" => {
            report::accept(app.session_mut()?, moment, &read(value)?)?;
            write(Nothing {})
        }
        other => Err(Error::new(
            Code::Internal,
            format!("there is no command `{other}`"),
            "this is a mistake in Waymark",
        )),
    }
}
