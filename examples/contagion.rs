//! Times answers.
use bounceback::criterion::Criterion;
use bounceback::exact::Exact;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let list = |name: &str, default: &str| -> Vec<String> {
        let given = args.iter().find_map(|a| a.strip_prefix(&format!("{name}=")));
        given.unwrap_or(default).split(',').map(str::to_owned).collect()
    };
    let show: f64 = list("show", "50")[0].parse().unwrap();
    let mut times: Vec<f64> = Vec::new();
    let mut bad = 0;
    let mut worst_bound: f64 = 0.0;
    for technique in list("technique", "direct,verify,vote,query,backtrack,think") {
        for interval in list("interval", "20") {
            if interval != "20" && !["verify", "vote", "query"].contains(&&technique[..]) { continue; }
            for contagion in list("contagion", "1e-2,1e-3,3e-4,1e-4,1e-5,1e-6,1e-12") {
                for error in list("error", "1e-2,1e-3,1e-5") {
                    for recovery in list("recovery", "0,0.05") {
                        for tokens in list("tokens", "1000,10000,100000,1000000,10000000,1000000000") {
                            for answer in list("answer", "acceptable,errors,cost,tolerant") {
                                let extra = list("extra", "")[0].clone();
                                let step = if technique == "vote" { "step" } else { "interval" };
                                let text = format!("process=self_conditioning&error={error}&contagion={contagion}&recovery={recovery}&technique={technique}&{step}={interval}&tokens={tokens}{extra}");
                                let reading = bounceback::link::read(&text); let scenario = reading.scenario;
                                let exact = Exact::new(&scenario);
                                let n: u64 = tokens.parse().unwrap();
                                let mut time = f64::INFINITY; let mut value = 0.0; for _ in 0..if answer == "curve" { 2 } else { 4 } { let exact = exact.clone(); let start = std::time::Instant::now();
                                value = match &answer[..] {
                                    "acceptable" => exact.success(Criterion::Acceptable, n),
                                    "flawless" => exact.success(Criterion::Flawless, n),
                                    "tolerant" => exact.success(Criterion::Tolerant(list("most", "5")[0].parse().unwrap()), n),
                                    "errors" => exact.expected_errors(n),
                                    "curve" => exact.successes(Criterion::Acceptable, &bounceback::exact::lengths(0, n, 128, true)).iter().sum(),
                                    "bound" => 0.0,
                                    _ => exact.expected_cost(n),
                                };
                                time = time.min(start.elapsed().as_secs_f64() * 1e3); if time > 2000.0 { break; } }
                                times.push(time);
                                let bound = if answer == "acceptable" { exact.bound(n) } else { 0.0 };
                                worst_bound = worst_bound.max(bound);
                                if time > 50.0 || bound > 1e-9 { bad += 1; }
                                if time > show || bound > 1e-9 {
                                    println!("{technique} {interval} b={contagion} a={error} r={recovery} n={tokens} {answer}: {value:.12e} {time:.1} ms bound {bound:.1e}");
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    times.sort_by(f64::total_cmp);
    println!("{} answers, median {:.2} ms, 95% {:.1}, worst {:.1}; {bad} bad; worst bound {worst_bound:.1e}", times.len(), times[times.len() / 2], times[times.len() * 95 / 100], times[times.len() - 1]);
}
