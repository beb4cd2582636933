using Daypass.Server.Hosting;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Daypass.Server.Letters.Intake;

/// <summary>
/// The intake mailbox, open for one round. Messages that were taken are marked as seen and moved to the folder <see cref="TakenFolder"/>;
/// where the server does not let that happen they get the keyword <see cref="TakenKeyword"/>; where that does not stay either, the
/// database alone knows what was taken. Nothing is deleted and nothing is answered.
/// </summary>
internal sealed class ImapMailbox : IDisposable
{
    public const string TakenFolder = "Daypass";
    public const string TakenKeyword = "$DaypassTaken";

    private readonly ImapClient _client;
    private readonly ILogger _log;
    private readonly IMailFolder _folder;
    private readonly IMailFolder? _taken;

    private ImapMailbox(ImapClient client, ILogger log, IMailFolder folder, IMailFolder? taken) => (_client, _log, _folder, _taken) = (client, log, folder, taken);

    /// <summary>With a message's number this names the message for good; the server changes it where numbers are given anew.</summary>
    public uint Validity => _folder.UidValidity;

    public static async Task<ImapMailbox> Open(IntakeOptions options, ILogger log, CancellationToken stop)
    {
        var client = new ImapClient
        {
            Timeout = (int)IntakeLimits.AnswerTakesAtMost.TotalMilliseconds,
            // A revocation server that is down would stop all letters.
            CheckCertificateRevocation = false,
        };
        try
        {
            await client.ConnectAsync(options.Host!, options.Port, options.Security.ForMailKit(), stop);
            await client.AuthenticateAsync(options.User ?? "", options.Password ?? "", stop);
            var folder = await client.GetFolderAsync(options.Folder, stop);
            var access = await folder.OpenAsync(FolderAccess.ReadWrite, stop);
            if (access == FolderAccess.ReadWrite)
            {
                return new ImapMailbox(client, log, folder, await Taken(client, folder, log, stop));
            }

            log.TakenNotMarked("it is open for reading only");
            return new ImapMailbox(client, log, folder, taken: null);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Messages that are not marked as taken, the oldest first.</summary>
    public async Task<IReadOnlyList<uint>> Messages(CancellationToken stop)
    {
        var found = await _folder.SearchAsync(SearchQuery.NotDeleted.And(SearchQuery.NotKeyword(TakenKeyword)), stop);
        return [.. found.Select(x => x.Id).Order()];
    }

    /// <summary>One message; of one that is too large, its beginning.</summary>
    public async Task<ArrivedMessage> Read(uint message, CancellationToken stop)
    {
        var id = new UniqueId(Validity, message);
        var size = (await _folder.FetchAsync([id], MessageSummaryItems.UniqueId | MessageSummaryItems.Size, stop)).FirstOrDefault()?.Size;
        if (size is null or <= IntakeLimits.Message)
        {
            // What the server says of the size is not always so.
            using var whole = await _folder.GetStreamAsync(id, 0, IntakeLimits.Message + 1, stop);
            if (whole.Length <= IntakeLimits.Message)
            {
                return ArrivedMessage.Read(whole);
            }
        }

        using var beginning = await _folder.GetStreamAsync(id, 0, IntakeLimits.Head, stop);
        return ArrivedMessage.TooLarge(beginning);
    }

    public async Task MarkAsTaken(uint message, CancellationToken stop)
    {
        if (_folder.Access != FolderAccess.ReadWrite)
        {
            return;
        }

        var id = new UniqueId(Validity, message);
        _ = await Allowed(() => _folder.StoreAsync([id], new StoreFlagsRequest(StoreAction.Add, MessageFlags.Seen) { Silent = true }, stop))
            && ((_taken is not null && await Allowed(() => _folder.MoveToAsync(id, _taken, stop)))
                || await Allowed(() => _folder.StoreAsync([id], new StoreFlagsRequest(StoreAction.Add, [TakenKeyword]) { Silent = true }, stop)));
    }

    public async Task Close(CancellationToken stop)
    {
        try
        {
            await _client.DisconnectAsync(quit: true, stop);
        }
        catch (Exception problem) when (IsTrouble(problem))
        {
            // Everything is done; whatever happens at the farewell changes nothing.
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Trouble with the mail server or the way to it: later it may be over. Anything else is a bug.</summary>
    public static bool IsTrouble(Exception problem) => problem is ImapCommandException or ImapProtocolException or MailKit.Security.SslHandshakeException
        or MailKit.Security.AuthenticationException or ServiceNotConnectedException or ServiceNotAuthenticatedException or FolderNotFoundException
        or FolderNotOpenException or MessageNotFoundException or NotSupportedException or System.Net.Sockets.SocketException or IOException or TimeoutException;

    private async Task<bool> Allowed(Func<Task> mark)
    {
        try
        {
            await mark();
            return true;
        }
        catch (ImapCommandException refused)
        {
            _log.TakenNotMarked(refused.ResponseText);
            return false;
        }
    }

    private static async Task<IMailFolder?> Taken(ImapClient client, IMailFolder folder, ILogger log, CancellationToken stop)
    {
        if (client.PersonalNamespaces is not [var own, ..])
        {
            return null;
        }

        try
        {
            var root = client.GetFolder(own);
            var taken = await Find(root, stop) ?? await root.CreateAsync(TakenFolder, isMessageFolder: true, stop);
            return taken is null || taken.FullName == folder.FullName ? null : taken;
        }
        catch (ImapCommandException refused)
        {
            log.TakenNotMarked(refused.ResponseText);
            return null;
        }
    }

    private static async Task<IMailFolder?> Find(IMailFolder root, CancellationToken stop)
    {
        try
        {
            return await root.GetSubfolderAsync(TakenFolder, stop);
        }
        catch (FolderNotFoundException)
        {
            return null;
        }
    }
}
