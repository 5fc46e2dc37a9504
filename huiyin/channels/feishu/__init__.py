"""Feishu and Lark (飞书) group robots."""
