summary <- read.csv("results/tables/summary.csv")   # or arrow::read_parquet("results/tables/summary.parquet")
cost <- subset(summary, measure == "transition_cost_vs_none")
print(cost[order(cost$mean), c("policy", "mean", "ci_low", "ci_high", "p_best")], row.names = FALSE)

# Open seats of one role, week by week, in the middle future of each policy.
weekly <- read.csv("results/tables/weekly.csv")
gaps <- subset(weekly, measure == "gaps" & role == "journey_designer")
plot(NULL, xlim = range(gaps$week), ylim = c(0, max(gaps$p50)), xlab = "week", ylab = "open seats")
for (name in unique(gaps$policy)) lines(p50 ~ week, data = subset(gaps, policy == name))
