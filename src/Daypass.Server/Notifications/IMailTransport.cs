using MimeKit;

namespace Daypass.Server.Notifications;

/// <summary>What became of one mail.</summary>
internal abstract record MailOutcome
{
    /// <summary>The next server has taken it over.</summary>
    public sealed record Delivered : MailOutcome;

    /// <param name="Why">For the log and the person's page.</param>
    public abstract record Trouble(string Why) : MailOutcome;

    /// <summary>Not now (4xx), not reached, or no answer: it may have arrived or not.</summary>
    public sealed record TryAgain(string Why) : Trouble(Why);

    /// <summary>Refused for good (5xx): another try would get the same answer.</summary>
    public sealed record Refused(string Why) : Trouble(Why);
}

/// <summary>Hands one mail on: over SMTP, or into the demo's mailbox.</summary>
internal interface IMailTransport
{
    /// <summary>Trouble with the mail or the server is an outcome; an exception is a bug, or <paramref name="stop"/>.</summary>
    Task<MailOutcome> Send(MimeMessage mail, CancellationToken stop);
}
