namespace Daypass.Server.Storage.Model;

internal enum ApprovalState
{
    Waiting = 1,
    Approved = 2,
    Denied = 3,

    /// <summary>Approved with another number than the sign-in page shows: the request is over.</summary>
    WrongNumber = 4,

    /// <summary>The sign-in went on with it: good for nothing more.</summary>
    Used = 5,

    /// <summary>The sign-in went on or ended otherwise, or asked again.</summary>
    Withdrawn = 6,

    /// <summary>The phone said of it: this was not me. Sessions and password are ended, once.</summary>
    NotMe = 7,
}

/// <summary>The question that a phone answers for one sign-in. On screen: "Is this you?". It is answered once, within 60 seconds.</summary>
internal sealed class ApprovalRequest : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }

    /// <summary>The one sign-in that it is good for.</summary>
    public Guid AttemptId { get; set; }

    /// <summary>Two digits, 10 to 99, shown on the sign-in page and typed on the phone; never sent to the phone.</summary>
    public int Number { get; set; }
    public ApprovalState State { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The device that answered.</summary>
    public Guid? DeviceId { get; set; }

    /// <summary>The browser that asked, if it signed in to this login before: such a browser has a count of its own.</summary>
    public Guid? KnownBrowser { get; set; }

    /// <summary>Whether the phones were woken for it.</summary>
    public bool Woke { get; set; }

    /// <summary>From where the sign-in comes, to be shown on the phone.</summary>
    public string Browser { get; set; } = "";
    public string ClientAddress { get; set; } = "";
}
