using Daypass.Domain;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Tests.Support;

/// <summary>What the stories of agents are told with.</summary>
internal static class DeskWorld
{
    public const string Email = "ines.marlow@desk.example";
    public const string Password = "five brown bridges over water";

    /// <summary>The operator makes an agent; the token of the link that is handed on.</summary>
    public static async Task<string> MakeAgent(this World world, string email = Email, AgentRole role = AgentRole.Technician, string name = "Ines Marlow") =>
        await world.Get<CreateAgent>().Run(name, email, role) is OperateAgentResult.Enrols enrols ? enrols.Link.Reveal() : throw new InvalidOperationException("Not made.");

    /// <summary>Opens the link and sets the password; the sign-in's token.</summary>
    public static async Task<string> BeginEnrolling(this World world, string link, string password = Password) =>
        await world.Get<Enrolment>().Run(link, password) is EnrolmentResult.GoesOn on ? on.SignIn.Reveal() : throw new InvalidOperationException("The link does not go on.");

    /// <summary>The secret that is shown to whoever began to enrol.</summary>
    public static async Task<byte[]> SecretShown(this World world, string signIn) => (await world.Get<EnterAgentValue>().Look(signIn))!.Secret!.Reveal();

    /// <summary>The next value of a secret: each is good once.</summary>
    public static string NextValue(this World world, byte[] secret)
    {
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        return new OtpNet.Totp(secret).ComputeTotp(world.Now.UtcDateTime);
    }

    public static Task<AgentValueResult<AgentAdmitted>> Type(this World world, string? signIn, string value) => world.Get<EnterAgentValue>().Run(signIn, value, World.Client1);

    /// <summary>An agent who has enrolled, and the secret of their app.</summary>
    public static async Task<byte[]> Enrolled(this World world, string email = Email, AgentRole role = AgentRole.Technician)
    {
        var signIn = await world.BeginEnrolling(await world.MakeAgent(email, role));
        var secret = await world.SecretShown(signIn);
        return await world.Type(signIn, world.NextValue(secret)) is AgentValueResult<AgentAdmitted>.Right ? secret : throw new InvalidOperationException("Not enrolled.");
    }

    public static Task<AgentPasswordResult> EnterPassword(this World world, string email = Email, string password = Password, AgentsBrowser? browser = null) =>
        world.Get<EnterAgentPassword>().Run(email, password, browser);

    public static async Task<string> PassPassword(this World world, string email = Email, string password = Password) =>
        await world.EnterPassword(email, password) is AgentPasswordResult.Continue on ? on.SignIn.Reveal() : throw new InvalidOperationException("The password was refused.");

    public static Task<T> Look<T>(this World world, Func<DaypassDb, Task<T>> look) => world.Store.Read(Guid.Empty, look);

    public static Task<SupportAgent> AgentOf(this World world, string email = Email) => world.Look(db => db.SupportAgents.AsNoTracking().SingleAsync(x => x.Email == email));

    public static Task<int> LiveSessions(this World world) => world.Look(db => db.AgentSessions.CountAsync(x => x.EndedAt == null));

    /// <summary>The installation's activity, oldest first.</summary>
    public static Task<List<EventKind>> Activity(this World world) => world.Look(db => db.SecurityEvents.OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync());

    /// <summary>What was told to whom, oldest first.</summary>
    public static Task<List<(NoticeKind Kind, Guid To, Guid About)>> Told(this World world) => world.Look(async db =>
        (await db.Notices.AsNoTracking().Where(x => x.FailedAt == null).OrderBy(x => x.CreatedAt).ThenBy(x => x.Id).ToListAsync()).ConvertAll(x => (x.Kind, x.RecipientId, x.AccountId)));
}
