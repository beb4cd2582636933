namespace Daypass.Server.Storage.Model;

internal enum LetterSource { Upload = 1, Mailbox = 2 }

internal enum LetterState
{
    /// <summary>Belongs to no case yet.</summary>
    Unassigned = 1,

    /// <summary>Evidence of a case.</summary>
    Assigned = 2,

    /// <summary>Put away: not a letter.</summary>
    PutAway = 3,

    /// <summary>Arrived by mail and was not taken: of a wrong kind, too large, or not what it says. Only this line is kept.</summary>
    Refused = 4,

    /// <summary>The time of keeping is over: the content is gone, this line is not.</summary>
    Purged = 5,
}

internal enum LetterType { Pdf = 1, Png = 2, Jpeg = 3, Tiff = 4 }

/// <summary>Why a letter was put away.</summary>
internal enum LetterPutAway { NotALetter = 1, Advertising = 2, Copy = 3, Answered = 4, Other = 5 }

/// <summary>A letter (H3): how it came, what it is, and its fingerprint. Of the firm of its case; of no firm before it has one.</summary>
internal sealed class CaseLetter : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid? CaseId { get; set; }
    public LetterSource Source { get; set; }
    public LetterState State { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>The agent who uploaded or assigned it.</summary>
    public Guid? AgentId { get; set; }
    public DateTimeOffset? AssignedAt { get; set; }

    /// <summary>As the mail said, cleaned: anybody can write anything there.</summary>
    public string? Sender { get; set; }
    public string? Subject { get; set; }
    public string FileName { get; set; } = "";

    /// <summary>Null where the file was refused.</summary>
    public LetterType? Type { get; set; }

    /// <summary>Bytes.</summary>
    public int Size { get; set; }
    public byte[] Sha256 { get; set; } = [];

    /// <summary>Number of pages that were rendered; null: not rendered yet.</summary>
    public int? Pages { get; set; }

    /// <summary>Times that the making of pages began and did not end: the server went down in it.</summary>
    public int Tries { get; set; }

    /// <summary>The name of why the file was refused or could not be rendered.</summary>
    public string? Problem { get; set; }

    /// <summary>Where in the intake mailbox it was: a message's part is taken once, also by two servers.</summary>
    public string? MailboxKey { get; set; }

    /// <summary>Why and when it was put away; by whom: <see cref="AgentId"/>.</summary>
    public LetterPutAway? PutAway { get; set; }
    public DateTimeOffset? PutAwayAt { get; set; }
    public DateTimeOffset? PurgedAt { get; set; }
}

/// <summary>The bytes of a letter as they came.</summary>
internal sealed class LetterContent : IOfFirm
{
    /// <summary>The letter's id.</summary>
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public byte[] Bytes { get; set; } = [];
}

/// <summary>A page of a letter, made into PNG in a separate process.</summary>
internal sealed class LetterPage : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid LetterId { get; set; }

    /// <summary>From 1.</summary>
    public int Number { get; set; }
    public int Width { get; set; }
    public int Height { get; set; }
    public byte[] Png { get; set; } = [];
}
