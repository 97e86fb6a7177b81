//! `--shard`: which part of a sweep this process does.

use clap::Args;

use super::Failure;

/// The most shards.
const MOST: u32 = 1_000_000;

/// What a process does of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shard {
    /// All of it.
    Whole,
    /// Every `n`-th part, of which it is the `k`-th that does so, from 1.
    Of {
        /// Which, from 1 to `n`.
        k: u32,
        /// Of how many.
        n: u32,
    },
}

impl Shard {
    /// Whether a part of the plan is this shard's.
    pub const fn has(self, part: usize) -> bool {
        match self {
            Self::Whole => true,
            Self::Of { k, n } => part % n as usize == (k - 1) as usize,
        }
    }

    /// As `--shard` writes it; none of the whole.
    pub fn words(self) -> Option<String> {
        match self {
            Self::Whole => None,
            Self::Of { k, n } => Some(format!("{k}/{n}")),
        }
    }
}

/// What `--shard` was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A shard by its number.
    Of(Shard),
    /// The one that the scheduler says.
    Auto,
}

/// The flags.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct ShardFlags {
    /// Does the k-th of n shards, as in 2/10; `auto` asks the scheduler which (Slurm, `HyperQueue`, Kubernetes)
    #[arg(long, value_name = "K/N|auto", value_parser = shard)]
    shard: Option<Asked>,
    /// With `--shard auto`: how many shards there are [default: what `FORESHIFT_SHARDS` or Slurm says]
    #[arg(long, value_name = "N", value_parser = shards, allow_negative_numbers = true)]
    shards: Option<u32>,
}

impl ShardFlags {
    /// The shard that the flags, and the scheduler where they say `auto`, give.
    pub fn shard(self) -> Result<Shard, Failure> {
        self.resolve(&|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
    }

    fn resolve(self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, Failure> {
        match (self.shard, self.shards) {
            (None, None) => Ok(Shard::Whole),
            (Some(Asked::Of(shard)), None) => Ok(shard),
            (None | Some(Asked::Of(_)), Some(_)) => Err(Failure::refused(
                "`--shards` goes with `--shard auto`",
                "write the number of shards after the slash, as in --shard 2/10, or give --shard auto",
            )),
            (Some(Asked::Auto), shards) => auto(shards, variable),
        }
    }
}

/// A shard by its number, or `auto`.
fn shard(text: &str) -> Result<Asked, String> {
    if text == "auto" {
        return Ok(Asked::Auto);
    }
    let form = || "write k/n with k from 1 to n, as in 2/10, or `auto`".to_owned();
    let (k, n) = text.split_once('/').ok_or_else(form)?;
    let (Ok(k), Ok(n)) = (k.trim().parse::<u32>(), n.trim().parse::<u32>()) else { return Err(form()) };
    if k == 0 && n > 0 {
        return Err("shards are counted from 1".to_owned());
    }
    if n == 0 || n > MOST {
        return Err(format!("there can be 1 to {MOST} shards"));
    }
    if k > n {
        return Err(format!("there is no shard {k} of {n}"));
    }
    Ok(Asked::Of(Shard::Of { k, n }))
}

/// A number of shards.
fn shards(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number) if (1..=MOST).contains(&number) => Ok(number),
        _ => Err(format!("give a whole number from 1 to {MOST}")),
    }
}

/// The shard that a scheduler's variables say. Where the number of shards is given, a task's number is that of its shard, so that one task of
/// an array can be run again alone; else, as Slurm tells it, the place of the task in its array.
fn auto(given: Option<u32>, variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, Failure> {
    let number = |name: &'static str| -> Result<Option<u32>, Failure> {
        let Some(text) = variable(name) else { return Ok(None) };
        let wrong = || Failure::refused(format!("{name} is {text:?}, which is not a whole number"), "give --shard k/n");
        text.trim().parse().map(Some).map_err(|_| wrong())
    };
    let shards = match given {
        Some(shards) => Some(shards),
        None => number("FORESHIFT_SHARDS")?,
    };
    let from_one = |name: &str, id: u32| {
        if id == 0 {
            let remedy = "number the tasks of the array from 1, or give --shard k/n";
            return Err(Failure::refused(format!("{name} is 0, and shards are counted from 1"), remedy));
        }
        Ok(id)
    };
    let (name, k, n) = if let Some(id) = number("SLURM_ARRAY_TASK_ID")? {
        if let Some(shards) = shards {
            ("SLURM_ARRAY_TASK_ID", from_one("SLURM_ARRAY_TASK_ID", id)?, Some(shards))
        } else {
            let first = number("SLURM_ARRAY_TASK_MIN")?.unwrap_or(1);
            let step = number("SLURM_ARRAY_TASK_STEP")?.unwrap_or(1).max(1);
            ("SLURM_ARRAY_TASK_ID", id.saturating_sub(first) / step + 1, number("SLURM_ARRAY_TASK_COUNT")?)
        }
    } else if let Some(id) = number("HQ_TASK_ID")? {
        ("HQ_TASK_ID", from_one("HQ_TASK_ID", id)?, shards)
    } else if let Some(index) = number("JOB_COMPLETION_INDEX")? {
        ("JOB_COMPLETION_INDEX", index.saturating_add(1), shards)
    } else {
        return Err(Failure::refused(
            "`--shard auto` finds none of SLURM_ARRAY_TASK_ID, HQ_TASK_ID and JOB_COMPLETION_INDEX",
            "run it as a task of an array, or give --shard k/n",
        ));
    };
    let Some(n) = n else {
        return Err(Failure::refused(
            format!("{name} says which shard this is, and nothing says of how many"),
            "give --shards N, or set FORESHIFT_SHARDS",
        ));
    };
    if n == 0 || n > MOST || k > n {
        return Err(Failure::refused(
            format!("{name} makes this shard {k} of {n}, which there is not"),
            "give as many tasks as shards",
        ));
    }
    Ok(Shard::Of { k, n })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(shards: Option<u32>, variables: &[(&str, &str)]) -> Result<Shard, String> {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        ShardFlags { shard: Some(Asked::Auto), shards }.resolve(&find).map_err(|failure| failure.text(false))
    }

    #[test]
    fn shards_share_the_parts() {
        for part in 0..20 {
            let takers = (1..=3).filter(|k| Shard::Of { k: *k, n: 3 }.has(part)).count();
            assert_eq!(takers, 1);
        }
        assert!(Shard::Whole.has(7) && Shard::Of { k: 1, n: 3 }.has(0));
    }

    #[test]
    fn flags_are_read() {
        assert_eq!(shard("2/10"), Ok(Asked::Of(Shard::Of { k: 2, n: 10 })));
        for wrong in ["", "2", "0/3", "4/3", "1/0", "a/b", "-1/3", "1/2/3"] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
        let flags = ShardFlags { shard: None, shards: Some(3) };
        assert!(flags.resolve(&|_| None).is_err());
    }

    #[test]
    fn schedulers_say_which() {
        let of = |k, n| Ok(Shard::Of { k, n });
        let array = [("SLURM_ARRAY_TASK_ID", "12"), ("SLURM_ARRAY_TASK_MIN", "10"), ("SLURM_ARRAY_TASK_COUNT", "5")];
        assert_eq!(with(None, &array), of(3, 5));
        // One task run again alone: Slurm then counts 1 task.
        let again = [("SLURM_ARRAY_TASK_ID", "4"), ("SLURM_ARRAY_TASK_MIN", "4"), ("SLURM_ARRAY_TASK_COUNT", "1")];
        assert_eq!(with(Some(5), &again), of(4, 5));
        assert_eq!(with(Some(5), &[("HQ_TASK_ID", "5")]), of(5, 5));
        assert_eq!(with(None, &[("JOB_COMPLETION_INDEX", "0"), ("FORESHIFT_SHARDS", "4")]), of(1, 4));
        for (shards, variables, words) in [
            (None, vec![], "finds none of"),
            (None, vec![("HQ_TASK_ID", "1")], "nothing says of how many"),
            (Some(3), vec![("HQ_TASK_ID", "0")], "counted from 1"),
            (Some(3), vec![("JOB_COMPLETION_INDEX", "3")], "shard 4 of 3"),
            (Some(3), vec![("JOB_COMPLETION_INDEX", "x")], "not a whole number"),
        ] {
            let told = with(shards, &variables).unwrap_err();
            assert!(told.contains(words), "{told}");
        }
    }
}
