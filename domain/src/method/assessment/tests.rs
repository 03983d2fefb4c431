use std::sync::Arc;

use super::*;
use crate::method::client_file::testing::{at, id};
use crate::records::{AnswerChoice, Client, Engagement, EngagementKind};
use crate::values::Outcome;

fn answer(choice: &str) -> Answer {
    Answer {
        choice: Some(AnswerChoice::from_name(choice)),
        ..Answer::default()
    }
}

/// With answers of assessments, each begun on the day of November that is its id.
fn file(answers: &[(u8, Question, &str)]) -> ServiceFile {
    let mut file = ServiceFile::default();
    for (assessment, question, choice) in answers {
        let own = id(*assessment);
        file.answers
            .push((answer_id(own, *question), answer(choice)));
        if file.assessments.iter().all(|(other, _)| *other != own) {
            let begun = Assessment {
                begun_at: Some(at(i8::try_from(*assessment).unwrap(), 10, 0)),
                ..Assessment::default()
            };
            file.assessments.push((own, begun));
        }
    }
    file
}

fn levels(assessment: u8, marks: [&'static str; 6]) -> Vec<(u8, Question, &'static str)> {
    let of = [
        Question::Budget,
        Question::Social,
        Question::Ads,
        Question::Creative,
        Question::Pr,
        Question::Fulfilment,
    ];
    of.into_iter()
        .zip(marks)
        .filter(|(_, mark)| !mark.is_empty())
        .map(|(question, mark)| (assessment, question, mark))
        .collect()
}

#[test]
fn every_question_has_a_name_and_choices_of_its_own() {
    for question in Question::ALL {
        let named = |other: &&Question| other.name() == question.name();
        assert_eq!(Question::ALL.iter().filter(named).count(), 1);
        if let Answered::One(names) | Answered::Several(names) = question.answered() {
            assert!(names.len() > 1, "{question:?}");
        }
    }
}

#[test]
fn before_anything_is_answered_all_that_applies_is_asked() {
    let standing = assessed(&ServiceFile::default());
    assert_eq!((standing.tier(), standing.depth()), (None, None));
    assert_eq!(standing.capacity(), None);
    assert_eq!(standing.assessment, None);
    assert_eq!(standing.asked(), standing.open);
    assert_eq!(standing.open.first(), Some(&Question::Team));
    for conditional in [
        Question::Outsourcing,
        Question::Owners,
        Question::Schedule,
        Question::CarryingOut,
    ] {
        assert!(!standing.open.contains(&conditional), "{conditional:?}");
    }
}

#[test]
fn a_team_of_one_is_asked_what_it_would_hand_out_and_several_who_does_what() {
    let open = |choice| assessed(&file(&[(1, Question::Team, choice)])).open;
    assert_eq!(open("one").first(), Some(&Question::Outsourcing));
    assert!(!open("one").contains(&Question::Owners));
    assert_eq!(open("few").first(), Some(&Question::Owners));
    assert_eq!(open("several").first(), Some(&Question::Owners));
    assert!(!open("few").contains(&Question::Outsourcing));
}

#[test]
fn a_first_campaign_is_asked_for_its_schedule_and_a_cause_for_carrying_it_out() {
    let mut file = file(&[(1, Question::Experience, "first")]);
    assert!(assessed(&file).open.contains(&Question::Schedule));
    Arc::make_mut(&mut file.base).client.kind = Some(ClientKind::Cause);
    assert!(assessed(&file).open.contains(&Question::CarryingOut));
    Arc::make_mut(&mut file.base).client.kind = Some(ClientKind::Subscription);
    let open = assessed(&file).open;
    for never in [
        Question::Schedule,
        Question::CarryingOut,
        Question::Fulfilment,
    ] {
        assert!(!open.contains(&never), "{never:?}");
    }
}

#[test]
fn the_engagement_that_goes_on_says_what_it_is_about() {
    let mut file = file(&[(1, Question::Team, "few")]);
    Arc::make_mut(&mut file.base).client.kind = Some(ClientKind::Subscription);
    let cause = Engagement {
        kind: Some(EngagementKind::Cause),
        ..Engagement::default()
    };
    Arc::make_mut(&mut file.base)
        .engagements
        .push((id(9), cause.clone()));
    assert_eq!(assessed(&file).kind, Some(ClientKind::Cause));
    Arc::make_mut(&mut file.base).engagements[0].1.outcome = Some(Outcome {
        state: crate::records::EngagementState::Reached,
        at: at(3, 9, 0),
    });
    assert_eq!(assessed(&file).kind, Some(ClientKind::Subscription));
}

#[test]
fn what_the_client_file_says_is_not_asked_and_an_answer_is_heard_before_it() {
    let mut file = ServiceFile::default();
    Arc::make_mut(&mut file.base).client = Client {
        team_size: Some(1),
        experience: Some(Experience::First),
        ..Client::default()
    };
    let standing = assessed(&file);
    assert!(!standing.open.contains(&Question::Team));
    assert_eq!(standing.capacity(), Some(Capacity::Little));
    assert_eq!(
        standing.given(Question::Experience).map(|it| it.source),
        Some(Source::File)
    );
    assert_eq!(standing.open.first(), Some(&Question::Outsourcing));

    file.answers
        .push((answer_id(id(1), Question::Team), answer("several")));
    file.assessments.push((id(1), Assessment::default()));
    assert_eq!(assessed(&file).capacity(), Some(Capacity::Much));
}

#[test]
fn an_answer_that_no_question_has_is_none() {
    let mut file = file(&[(1, Question::Budget, "ample")]);
    file.answers[0].1.choice = Some(AnswerChoice::from_name("plenty"));
    assert!(assessed(&file).given.is_empty());
    // Words beside a choice that was not made are a remark.
    file.answers[0].1 = Answer {
        text: Some("要問老闆".into()),
        ..Answer::default()
    };
    let standing = assessed(&file);
    assert!(standing.open.contains(&Question::Budget));
    assert_eq!(
        standing.remarks,
        [(Question::Budget, "要問老闆".to_owned())]
    );
    file.answers[0].0 = answer_id(id(1), Question::Channels);
    assert!(!assessed(&file).open.contains(&Question::Channels));
}

#[test]
fn the_middle_of_what_they_have_says_how_deep_to_explain() {
    let depth = |marks, more: &[(u8, Question, &'static str)]| {
        let mut all = levels(1, marks);
        all.extend_from_slice(more);
        assessed(&file(&all)).depth()
    };
    let ample = ["", "ample", "ample", "some", "some", "ample"];
    assert_eq!(depth(ample, &[]), Some(Depth::Tips));
    assert_eq!(
        depth(ample, &[(1, Question::Experience, "first")]),
        Some(Depth::Benefit)
    );
    assert_eq!(
        depth(["", "some", "none", "some", "none", ""], &[]),
        Some(Depth::Benefit)
    );
    assert_eq!(
        depth(["", "none", "none", "none", "some", "some"], &[]),
        Some(Depth::Steps)
    );
}

#[test]
fn willingness_stands_beside_the_tier_and_changes_nothing() {
    let poor = ["none", "none", "none", "none", "none", "some"];
    let mut all = levels(1, poor);
    let tier_of = |standing: &Standing| standing.tier().cloned();
    assert_eq!(tier_of(&assessed(&file(&all))), Some(Tier::Small));
    all.push((1, Question::Willingness, "eager"));
    let eager = assessed(&file(&all));
    assert!(eager.is_eager());
    assert_eq!(tier_of(&eager), Some(Tier::Small));
    all.push((1, Question::Team, "one"));
    assert_eq!(tier_of(&assessed(&file(&all))), Some(Tier::Small));
}

#[test]
fn a_tier_that_is_set_holds_with_a_reason_alone() {
    let mut file = file(&levels(1, ["ample", "ample", "", "", "", ""]));
    assert!(assessed(&file).is_provisional());
    file.assessments[0].1.tier = Some(Tier::Large);
    assert_eq!(assessed(&file).tier(), Some(&Tier::Mid));
    file.assessments[0].1.tier_reason = Some("  ".into());
    assert_eq!(assessed(&file).tier(), Some(&Tier::Mid));
    file.assessments[0].1.tier_reason = Some("集團的第一個案子".into());
    let standing = assessed(&file);
    assert_eq!(standing.tier(), Some(&Tier::Large));
    assert!(!standing.is_provisional());
    // It holds in the next assessment, too, until it is taken back.
    file.assessments.push((
        id(20),
        Assessment {
            begun_at: Some(at(20, 10, 0)),
            ..Assessment::default()
        },
    ));
    assert_eq!(assessed(&file).tier(), Some(&Tier::Large));
    file.assessments[0].1.tier = Some(Tier::Other("huge".into()));
    assert_eq!(assessed(&file).tier(), Some(&Tier::Mid));
}

#[test]
fn what_a_provisional_tier_waits_for_is_asked_first() {
    let standing = assessed(&file(&levels(1, ["some", "some", "some", "", "", ""])));
    assert!(standing.is_provisional());
    assert_eq!(
        standing.open[..4],
        [
            Question::Creative,
            Question::Pr,
            Question::Fulfilment,
            Question::Team
        ]
    );
}

#[test]
fn a_choice_and_the_words_about_it_hold_each_by_itself() {
    let mut file = file(&[(1, Question::Ads, "some"), (20, Question::Ads, "ample")]);
    file.answers[0].1.text = Some("多半是加強推廣".into());
    let given = |file: &ServiceFile| assessed(file).given(Question::Ads).cloned().unwrap();
    assert_eq!(given(&file).level(), Some(Level::Three));
    assert_eq!(given(&file).text.as_deref(), Some("多半是加強推廣"));
    // New words about the old choice.
    file.answers[1].1 = Answer {
        text: Some("今年停了".into()),
        ..Answer::default()
    };
    assert_eq!(given(&file).level(), Some(Level::Two));
    assert_eq!(given(&file).text.as_deref(), Some("今年停了"));
    assert_eq!(given(&file).source, Source::Here);
}

#[test]
fn none_of_several_is_an_answer_once_it_was_chosen() {
    let mut file = file(&[(1, Question::Channels, ""), (20, Question::Channels, "")]);
    file.answers[0].1.choices = ["page".to_owned()].into();
    let channels = |file: &ServiceFile| assessed(file).given(Question::Channels).cloned();
    assert_eq!(channels(&file).unwrap().source, Source::Earlier);
    file.answers[1].1.chosen_at = Some(at(20, 10, 5));
    let none = channels(&file).unwrap();
    assert_eq!((none.source, none.choices), (Source::Here, Vec::new()));
}

#[test]
fn a_record_is_known_by_the_question_it_answers() {
    let file = file(&[(1, Question::Ads, "some")]);
    assert_eq!(
        question_of(&file, answer_id(id(1), Question::Ads)),
        Some(Question::Ads)
    );
    assert_eq!(question_of(&file, id(7)), None);
}

#[test]
fn an_answer_holds_until_it_is_given_anew() {
    let mut all = levels(1, ["some", "some", "some", "some", "some", "some"]);
    all.push((20, Question::Social, "ample"));
    let file = file(&all);
    let standing = assessed(&file);
    assert_eq!(standing.assessment, Some(id(20)));
    assert_eq!(standing.level(Dimension::Social), Some(Level::Three));
    assert_eq!(standing.level(Dimension::Ads), Some(Level::Two));
    let source = |question| standing.given(question).map(|given| given.source);
    assert_eq!(source(Question::Social), Some(Source::Here));
    // What may have changed is asked once more, in its place.
    let to_ask = standing.to_ask();
    assert!(!to_ask.contains(&Question::Social));
    assert_eq!(to_ask.first(), Some(&Question::Team));
    let place = |question| to_ask.iter().position(|other| *other == question);
    assert!(place(Question::Channels) < place(Question::Ads));
    assert!(place(Question::Ads) < place(Question::Creative));
    assert_eq!(source(Question::Ads), Some(Source::Earlier));

    let then = assessed_then(&file, id(1)).unwrap();
    assert_eq!(then.level(Dimension::Social), Some(Level::Two));
    assert_eq!(assessed_then(&file, id(77)), None);
}

#[test]
fn the_history_says_what_an_assessment_changed() {
    let mut all = levels(1, ["some", "some", "", "", "", ""]);
    all.extend(levels(20, ["some", "ample", "none", "", "", ""]));
    let file = file(&all);
    let changes: Vec<_> = answer_changes(&file, id(20))
        .into_iter()
        .map(|change| {
            let level = |given: &Given| given.level();
            (
                change.question,
                change.before.as_ref().and_then(level),
                level(&change.after),
            )
        })
        .collect();
    assert_eq!(
        changes,
        [
            (Question::Social, Some(Level::Two), Some(Level::Three)),
            (Question::Ads, None, Some(Level::One)),
        ]
    );
    let first = answer_changes(&file, id(1));
    assert!(first.len() == 2 && first.iter().all(|change| change.before.is_none()));
    assert!(answer_changes(&file, id(77)).is_empty());
}
