//! Gradient-boosted decision trees: the learner that forecasts and risk share.
