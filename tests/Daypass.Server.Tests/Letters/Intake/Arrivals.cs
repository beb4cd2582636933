using Daypass.Server.Letters.Files;
using Daypass.Server.Letters.Intake;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Tests.Letters.Intake;

/// <summary>Letters as they are once a message was read; without a mail server.</summary>
internal static class Arrivals
{
    private static uint _messages;

    /// <summary>A letter that waits at the desk.</summary>
    public static Task<Guid> Arrive(this World world, string subject = "Locked out", string sender = "mara@amber.example", string name = "letter.pdf") =>
        Arrive(world, AFile.Pdf(), subject, sender, name);

    /// <summary>A web page that calls itself a letter.</summary>
    public static Task<Guid> ArriveRefused(this World world, string subject = "Locked out") => Arrive(world, "<html></html>"u8.ToArray(), subject, "mara@amber.example", "letter.pdf");

    private static async Task<Guid> Arrive(World world, byte[] bytes, string subject, string sender, string name)
    {
        var number = Interlocked.Increment(ref _messages);
        await world.Get<TakeMessage>().Run("box", 1, number, new ArrivedMessage(sender, subject, [new ArrivedFile(name, bytes.Length, bytes, LetterFile.Check(bytes))]));
        var key = TakeMessage.KeyOf("box", 1, number);
        return await world.Store.ReadAcross(db => db.CaseLetters.Where(x => x.MailboxKey == key).Select(x => x.Id).SingleAsync());
    }
}
