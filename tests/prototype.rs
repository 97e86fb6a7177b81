//! explore
#[path = "paired/bundled.rs"]
mod bundled;
#[path = "paired/compared.rs"]
mod compared;
#[path = "paired/mean.rs"]
mod mean;
use bundled::*; use compared::*; use mean::Mean;
use foreshift::Replicate;
use foreshift::workforce::record::*;
const R: u32 = 20;

#[test]
fn lead() {
    for (name, fixed) in [(CENTRE,"shocks.assistant.start_week=26"),(PLANT,"shocks.cells.start_week=26")] {
        for known in [false,true] {
            let mut all=vec![];
            for lead in [0,13,26] {
                let l=format!("policies.blend.lead_weeks={lead}");
                let mut sets=vec![l.as_str()]; if known {sets.push(fixed)}
                let c=compared(&bundled(name,&sets),42,60,2,&["blend"]);
                all.push(values(&c,"blend","transition_cost_vs_none"));
                for m in ["cost_payroll","cost_hiring","cost_onboarding","cost_tuition","cost_severance","cost_lost_output","internal_moves","hired","gap_weeks"] { print!("{m} {:.0} ", Mean::of(&values(&c,"blend",m)).mean); } println!();
            }
            println!("LEAD {name} known={known}: 0 {} 13 {} 26 {}; 13-0 {} 26-13 {}", Mean::of(&all[0]),Mean::of(&all[1]),Mean::of(&all[2]),Mean::of_differences(&all[1],&all[0]),Mean::of_differences(&all[2],&all[1]));
        }
    }
}
#[test]
fn figures() {
    for name in BUNDLED {
        let s=bundled(name,&[]);
        let c=compared(&s,42,R,2,&[]);
        for p in &c.policies {
            print!("FIG {name} {p}: ");
            for m in ["transition_cost_vs_none","transition_cost_vs_twin","retention_horizon","cost_payroll","cost_hiring","cost_onboarding","cost_tuition","cost_severance","cost_lost_output","excess_gap_weeks_per_shock_gap"] { let v=values(&c,p,m); print!("{m} {:.3} ", Mean::of(&v).mean); }
            for q in &c.policies { if q<p { print!(" minus {q} {}", Mean::of_differences(&values(&c,p,"transition_cost"),&values(&c,q,"transition_cost"))); } }
            println!();
        }
        let mut b = std::collections::BTreeMap::<i32,[f64;5]>::new();
        for r in 0..R { let rec=Replicate::new(&s,42,r).run(policy(&s,"reskill"));
            for c in &rec.courses { if c.outcome==CourseOutcome::Running {continue} let e=b.entry((c.distance*10.0) as i32).or_default();
              e[0]+=1.0; e[3]+=c.tuition.units(); if c.outcome==CourseOutcome::Qualified {e[1]+=1.0; e[2]+=f64::from(c.ended.unwrap().0-c.launched.0);} } }
        for (k,e) in b { println!("BIN {name} d {}: n {:.1} success {:.3} weeks {:.1} tuition/success {:.0}", k, e[0]/20.0, e[1]/e[0], e[2]/e[1], e[3]/e[1]); }
    }
}
#[test]
fn winners() {
    for name in BUNDLED { for set in ["horizon_weeks=26","horizon_weeks=52","horizon_weeks=78","horizon_weeks=104","horizon_weeks=156","learning.tuition_per_week=2700"] {
        let c=compared(&bundled(name,&[set]),42,R,2,&[]);
        print!("WIN {name} {set}: ");
        for p in &c.policies { print!("{p} {:.0} ", Mean::of(&values(&c,p,"transition_cost_vs_none")).mean/1e3); }
        for m in ["transition_cost"] { for p in &c.policies { let r=c.summary.iter().find(|r| r.policy==*p && r.measure==m).unwrap(); print!("pbest {p} {:?} ", r.p_best); } }
        println!();
    } }
}
#[test]
fn size() {
    for name in BUNDLED {
        let small=compared(&bundled(name,&[]),42,R,2,&[]);
        let mut big=bundled(name,&[]);
        for r in &mut big.roles { r.headcount*=10; }
        for c in big.shocks.iter_mut().flat_map(|s| &mut s.creates) { c.seats*=10.0; }
        for p in &mut big.policies { p.training_capacity*=10; p.requisition_capacity*=10; }
        let big=compared(&big,42,R,2,&[]);
        for p in &small.policies { for m in ["transition_cost","total_cost","gap_weeks","excess_gap_weeks"] {
            let (a,b)=(values(&small,p,m),values(&big,p,m));
            let b: Vec<f64>=b.iter().map(|v| v/10.0).collect();
            println!("SIZE {name} {p} {m}: {:.0} {:.0} ratio {:.3} diff {}", Mean::of(&a).mean, Mean::of(&b).mean, Mean::of(&b).mean/Mean::of(&a).mean, Mean::of_differences(&b,&a));
        } }
    }
}
#[test]
fn extreme() {
    for name in BUNDLED { for p in ["none","replace","blend"] {
        let s=bundled(name,&["retention.workload=20","retention.spread=20","retention.engagement_effect=3","retention.insecurity_effect=2"]);
        let d=bundled(name,&[]);
        for s in [&d,&s] {
        let (mut low,mut quits,mut hc)=(0.0_f64,0.0,0.0);
        for r in 0..8 { let rec=Replicate::new(s,42,r).run(policy(s,p)); for (i,w) in rec.weekly.iter().enumerate() { low=low.min(w.climate); quits+=f64::from(w.quits)/8.0; if i/rec.role_count==155 {hc+=f64::from(w.headcount)/f64::from(w.seats)/8.0/3.0;} } }
        println!("EXT {name} {p}: climate {low:.3} quits {quits:.0} end headcount/seats {hc:.3}"); }
    } }
}
