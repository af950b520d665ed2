"""The parts of the Slack channel. ``bots.channels.slack`` joins them to Slack's SDK; none of them knows it.

guard      raw request → genuine or refused, before anything reads it
gate       payload → a message to answer, an interaction to serve, or nothing
answering  a question → progress, then the verified answer, once
listeners  what is listened to, from which the manifest is generated
"""
