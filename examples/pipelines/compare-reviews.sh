#!/bin/sh
# Reviews a diff with all installed backends, side by side.
#   git diff | ./compare-reviews.sh
#   git diff | ./compare-reviews.sh --diff --json
exec clinvk compare "Review this change. Name at most three problems, worst first." --all-backends --sandbox-mode read-only "$@"
