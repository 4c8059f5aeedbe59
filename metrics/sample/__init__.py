"""The room of the synthetic sample: extracts that look like London, in the real files' formats.
Only the organisation and a seed may enter; nothing is read from a file or from the clock.
Everything is invented, and what is built in on purpose stands in `effects`."""
