//! The one door to the network: pace, robots.txt, caps, guards, capture.
