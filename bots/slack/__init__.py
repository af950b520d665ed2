"""The parts of the Slack channel. ``bots.channels.slack`` joins them to Slack's SDK; none of them knows it.

hearing       raw request → genuine or refused; payload → a message to answer, an interaction to serve, or nothing
answering     a question → progress, then the verified answer, once
interactions  commands, buttons, forms and the home page
writing       text and messages as Slack shows them
listeners     what is listened to, from which the manifest is generated
"""
