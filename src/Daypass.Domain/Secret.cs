namespace Daypass.Domain;

// C6: a code stands nowhere but on the page that issues it. A secret does not print itself, so that a log line, a debug dump
// or a serialised answer shows three stars. Secrets are not compared here: that is done on keyed hashes, in constant time (C7).

public abstract class Secret
{
    private readonly string value;

    private protected Secret(string value) => this.value = value;

    /// <summary>The canonical spelling: what is hashed, or shown once.</summary>
    public string Reveal() => value;

    public sealed override string ToString() => "***";
}
