"""The spine: findings, the recommendations they lead to, the actions that answer those, and what each rests on."""
