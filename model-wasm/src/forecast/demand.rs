//! How an item sells: smooth, erratic, intermittent or lumpy.
