"""Google's parser of robots.txt, asked about files and addresses: [{file, agent, urls}] come as
JSON, a list of decisions for each goes back."""

import json
import sys

from gpyrobotstxt.robots_cc import RobotsMatcher


def decide(case: dict) -> list[bool]:
    return [
        RobotsMatcher().one_agent_allowed_by_robots(case["file"], case["agent"], url)
        for url in case["urls"]
    ]


json.dump([decide(case) for case in json.load(sys.stdin)], sys.stdout)
