//! The yardstick: published instances with known optima.

use waymark_schedule::psplib::{ParseProblem, parse};
use waymark_schedule::{Budget, Effort, Objective, Watch, improve, solve, validate};

use crate::checker::complaint;

const INSTANCES: [(&str, u32); 4] = [
    (include_str!("j30/j301_1.sm"), 43),
    (include_str!("j30/j3013_1.sm"), 58),
    (include_str!("j30/j3029_1.sm"), 85),
    (include_str!("j30/j3041_1.sm"), 86),
];

#[test]
fn iterated_greedy_is_within_two_percent_of_the_optima_on_average() {
    let seeds = [1, 2, 3];
    let mut gap = 0.0;
    for ((text, optimum), seed) in
        INSTANCES.into_iter().flat_map(|instance| seeds.map(|seed| (instance, seed)))
    {
        let problem = parse(text).unwrap();
        let plan = solve(&problem, &Budget { schedules: 5_000, seed }, None).unwrap();
        assert_eq!(complaint(&problem, &plan.start), None);
        assert_eq!(validate(&problem, &plan.start), []);
        assert!(
            plan.makespan >= optimum,
            "nothing is shorter than the published optimum {optimum}"
        );
        assert!(
            plan.lower_bound.unwrap() <= optimum,
            "a bound above the optimum {optimum} is no bound"
        );
        gap += f64::from(plan.makespan - optimum) / f64::from(optimum);
    }
    let mean = gap / (INSTANCES.len() * seeds.len()) as f64;
    assert!(mean <= 0.02, "mean gap {:.2} %", mean * 100.0);
}

#[test]
fn the_long_search_finds_the_optima_and_proves_no_falsehood() {
    for (text, optimum) in INSTANCES {
        let problem = parse(text).unwrap();
        let effort = Effort { schedules: 20_000, polls: 30_000, seed: 1 };
        let mut watch = Watch { stop: &|| false, better: &mut |_| {} };
        let plan = improve(&problem, &effort, None, None, &mut watch).unwrap();
        assert_eq!(complaint(&problem, &plan.start), None);
        assert_eq!(plan.makespan, optimum);
        assert!(plan.lower_bound.unwrap() <= optimum);
        // This one is not proven by anybody within seconds.
        assert!(plan.proven || optimum == 58, "the optimum {optimum} is proven");
    }
}

#[test]
fn an_instance_is_read_as_it_is_written() {
    let problem = parse(INSTANCES[0].0).unwrap();
    assert_eq!(problem.objective, Objective::Makespan);
    assert_eq!(problem.tasks.len(), 32);
    let capacities: Vec<u32> =
        problem.resources.iter().map(|resource| resource.capacity.base).collect();
    assert_eq!(capacities, [12, 13, 4, 12]);
    let sixth = &problem.tasks[5];
    assert_eq!((sixth.duration, sixth.demands.len()), (8, 1));
    assert_eq!((sixth.demands[0].resource, sixth.demands[0].amount), (3, 8));
    assert_eq!(
        sixth.predecessors.iter().map(|predecessor| predecessor.task).collect::<Vec<_>>(),
        [1]
    );
    let dummy = &problem.tasks[31];
    assert_eq!((dummy.duration, dummy.demands.len(), dummy.predecessors.len()), (0, 0, 3));
}

fn check_refused(from: &str, to: &str, line: usize, problem: ParseProblem) {
    let text = INSTANCES[0].0;
    assert!(text.contains(from), "the instance has {from:?}");
    let refused = parse(&text.replacen(from, to, 1)).unwrap_err();
    assert_eq!(refused.problem, problem);
    assert_eq!(refused.line, line);
    assert!(refused.to_string().starts_with(&format!("line {line}: ")));
}

#[test]
fn what_is_no_single_mode_instance_is_refused_with_its_line() {
    assert_eq!(
        parse("").unwrap_err().problem,
        ParseProblem::MissingSection("PRECEDENCE RELATIONS")
    );
    check_refused(
        "nonrenewable              :  0",
        "nonrenewable              :  2",
        10,
        ParseProblem::OtherResources,
    );
    check_refused(
        "   2        1          3 ",
        "   2        3          3 ",
        20,
        ParseProblem::SeveralModes { job: 2 },
    );
    check_refused(
        "6  11  15",
        "6  11  99",
        20,
        ParseProblem::UnknownSuccessor { job: 2, successor: 99 },
    );
    check_refused("6  11  15", "6  11", 20, ParseProblem::ShortRow { needed: 6, found: 5 });
    check_refused("6  11  15", "6  x  15", 20, ParseProblem::NotANumber("x".to_owned()));
    check_refused(
        "   3        1  ",
        "   4        1  ",
        21,
        ParseProblem::UnexpectedJob { expected: 3, found: 4 },
    );
    check_refused(
        "  3      1     4      10    0    0    0",
        "  3      1     4      10    0",
        57,
        ParseProblem::ShortRow { needed: 7, found: 5 },
    );
    check_refused(
        "RESOURCEAVAILABILITIES",
        "",
        90,
        ParseProblem::UnexpectedJob { expected: 33, found: 12 },
    );
}
