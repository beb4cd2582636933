namespace Daypass.Server.Storage.Model;

/// <summary>The intake mailbox as the servers see it: whose turn it is to read it, and how the last round went. Of no firm.</summary>
internal sealed class IntakeMailbox
{
    /// <summary>Fingerprint of server, user and folder.</summary>
    public string Id { get; set; } = "";
    public Guid? ClaimedBy { get; set; }
    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>The last round that went well.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Since when rounds fail; null: the last one went well.</summary>
    public DateTimeOffset? FailingSince { get; set; }
    public string? Failure { get; set; }

    /// <summary>Messages that were still there after the last round.</summary>
    public int Waiting { get; set; }
}

/// <summary>A message whose reading has begun: one that brings the server down must not do so again at each start. Gone once it was read.</summary>
internal sealed class IntakeTry
{
    /// <summary>As <see cref="CaseLetter.MailboxKey"/> of the message.</summary>
    public string Key { get; set; } = "";
    public int Tries { get; set; }
    public DateTimeOffset At { get; set; }
}
