from pathlib import Path

import pandas as pd
import polars as pl

tables = Path("results/tables")

# polars: what each policy costs against doing nothing new, how long gaps stay open, whom it keeps.
summary = pl.read_parquet(tables / "summary.parquet")
asked = ["transition_cost_vs_none", "excess_gap_weeks_per_shock_gap", "retention_horizon"]
print(
    summary.filter(pl.col("measure").is_in(asked), pl.col("policy") != "twin")
    .pivot(on="measure", index="policy", values="mean")
    .sort("transition_cost_vs_none")
)

# pandas: two policies in the same futures, side by side. `runs` has a row for each policy and future; its columns carry their units.
runs = pd.read_parquet(tables / "runs.parquet")  # or pd.read_csv(tables / "runs.csv")
cost = runs.pivot(index="replicate", columns="policy", values="transition_cost_EUR")
saved = cost["hire"] - cost["blend"]
print(f"blend is cheaper than hire in {(saved > 0).mean():.0%} of {len(saved)} futures, by {saved.mean():,.0f} on average")

# The table `comparisons` has the same average, with its interval.
pairs = pl.read_csv(tables / "comparisons.csv")
pair = pairs.filter(policy="blend", versus="hire", measure="transition_cost").row(0, named=True)
print(f"95% interval of that average: {-pair['ci_high']:,.0f} to {-pair['ci_low']:,.0f}")
assert abs(pair["difference"] + saved.mean()) < 1
