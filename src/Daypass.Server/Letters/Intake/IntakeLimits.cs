namespace Daypass.Server.Letters.Intake;

// Anybody may write to the mailbox, and as much as they like: what is taken from it is bounded everywhere. What is above a bound stays
// on the mail server; the desk reads of it and can answer the sender.

/// <summary>How much is taken.</summary>
internal static class IntakeLimits
{
    /// <summary>Bytes of a message: one letter of 20 MB in base 64 (27.4 MB with its line ends), and what is around it.</summary>
    public const int Message = 30 * 1024 * 1024;

    /// <summary>Bytes of a larger message that are read, to say who sent it.</summary>
    public const int Head = 64 * 1024;

    /// <summary>Files of a message. Some fax gateways send a file for each page.</summary>
    public const int Files = 20;

    /// <summary>Lines that could begin a part.</summary>
    public const int PartLines = 1_000;

    /// <summary>Messages within messages, and lists of parts within lists.</summary>
    public const int Depth = 12;

    /// <summary>Messages before the servers look again whose turn it is.</summary>
    public const int MessagesInARound = 20;

    /// <summary>Letters that wait for an agent, and their bytes: the disk is that of the sign-in too.</summary>
    public const int WaitingLetters = 500;
    public const long WaitingBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>
    /// What is refused within a day and written down one by one, in the desk's list and for good in the activity. Of a message beyond that
    /// which brings no letter only a bare line is kept, so that it is not taken again.
    /// </summary>
    public const int RefusedInADay = 200;

    /// <summary>Lines of what was refused, of all days: the oldest go first.</summary>
    public const int RefusedKept = 10_000;

    /// <summary>For each answer of the mail server, and for one message with all that is done about it.</summary>
    public static readonly TimeSpan AnswerTakesAtMost = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan MessageTakesAtMost = TimeSpan.FromMinutes(3);
}
