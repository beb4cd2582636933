namespace Daypass.Server.Letters.Intake;

/// <summary>What the operator's log says about the mailbox of letters: numbers and servers, never senders, subjects or file names.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(2101, LogLevel.Information, "DAY107 No mailbox for letters is set, so the support desk attaches letters by hand: set Daypass:Support:Intake:Host, User and Password to have them fetched.")]
    public static partial void NoIntake(this ILogger log);

    [LoggerMessage(2102, LogLevel.Information, "Message {Message} of the mailbox for letters is taken: {Letters} letter(s), {Refused} refused")]
    public static partial void MessageTaken(this ILogger log, uint message, int letters, int refused);

    [LoggerMessage(2103, LogLevel.Error, "DAY108 The mailbox for letters at {Host}:{Port} cannot be read, so letters wait there: {Why}. It is tried again, after at most 5 minutes.")]
    public static partial void IntakeFails(this ILogger log, string? host, int port, string why, Exception? problem);

    [LoggerMessage(2104, LogLevel.Warning, "The mailbox for letters at {Host}:{Port} is read again")]
    public static partial void IntakeGoesOn(this ILogger log, string? host, int port);

    [LoggerMessage(2105, LogLevel.Warning, "DAY109 {Waiting} message(s) stay in the mailbox for letters: too many letters wait at the desk. Agents assign them, or put away what is none.")]
    public static partial void IntakeIsFull(this ILogger log, int waiting);

    [LoggerMessage(2106, LogLevel.Warning, "What is taken from the mailbox for letters cannot be marked there: {Why}. It is not taken twice for that, but let the mailbox's user set flags, move messages and create folders.")]
    public static partial void TakenNotMarked(this ILogger log, string why);

    [LoggerMessage(2107, LogLevel.Error, "DAY111 Message {Message} of the mailbox for letters is set aside unread: this server went down {Times} times while it read it. It was moved like those taken; look at it with care.")]
    public static partial void MessageGivenUp(this ILogger log, uint message, int times);

    [LoggerMessage(2108, LogLevel.Warning, "DAY112 More than {Lines} files and messages that are no letters came to the mailbox within a day. From now on they are counted and not written down one by one: somebody may be flooding it. Have the mail server refuse them.")]
    public static partial void TooManyRefused(this ILogger log, int lines);
}
