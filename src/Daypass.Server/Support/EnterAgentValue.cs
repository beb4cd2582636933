using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

/// <summary>What the second step asks for.</summary>
/// <param name="Secret">While enrolling: the secret to be paired, and what its QR code says.</param>
internal sealed record AgentStep(string Email, DateTimeOffset? LockedUntil, TotpSecret? Secret, Uri? OtpAuth);

internal sealed record AgentAdmitted(Token Session, Guid AgentId, DateTimeOffset ExpiresAt);

/// <summary>
/// An agent's second step, always asked. Right after the enrolment's password it is the first proof of the authenticator, with which the
/// agent is enrolled and the link is used up.
/// </summary>
internal sealed class EnterAgentValue(Store store, TimeProvider clock, AgentValues values, SecretBox box)
{
    /// <summary>Null: the sign-in ran out, was finished or begun anew elsewhere.</summary>
    public Task<AgentStep?> Look(string? signInToken) => store.Read(Guid.Empty, async db =>
    {
        var now = clock.Now();
        if (await AgentSignIns.Find(db, now, signInToken) is not (_, var agent))
        {
            return null;
        }

        var locked = agent.CodesLockedUntil > now ? agent.CodesLockedUntil : null;
        return agent.State == AgentState.Enrolling && agent.Secret is { } stored && box.Open(KeyPurpose.TotpSecret, agent.Id, stored) is { } open && TotpSecret.From(open) is var secret
            ? new AgentStep(agent.Email, locked, secret, secret.OtpAuth("Daypass support desk", agent.Email))
            : new AgentStep(agent.Email, locked, null, null);
    });

    /// <param name="language">Of the agent's pages, for mails; null: leave what is known.</param>
    public async Task<AgentValueResult<AgentAdmitted>> Run(string? signInToken, string? typed, ClientInfo client, string? language = null)
    {
        if (await store.Read(Guid.Empty, db => AgentSignIns.Find(db, clock.Now(), signInToken)) is not (var signIn, var seen))
        {
            return new AgentValueResult<AgentAdmitted>.Gone();
        }

        return await values.Try(seen.Id, typed, (db, now, agent) => Admit(db, now, agent, signIn, client, language));
    }

    private static async Task<AgentAdmitted?> Admit(DaypassDb db, DateTimeOffset now, SupportAgent agent, AgentSignIn signIn, ClientInfo client, string? language)
    {
        if (agent.State == AgentState.Retired || agent.PasswordSetAt is not { } set || set > signIn.CreatedAt || !await AgentSignIns.Finish(db, now, signIn.Id))
        {
            return null;
        }

        agent.Language = language ?? agent.Language;
        if (agent.State == AgentState.Enrolling)
        {
            (agent.State, agent.PairedAt, agent.EnrolHash, agent.EnrolUntil) = (AgentState.Active, now, null, null);
            await AgentSignIns.EndAll(db, now, agent.Id);
            db.Record(now, Guid.Empty, EventKind.AgentEnrolled, By.Agent(agent.Id), agent.Id);
            // Also to the agent: whoever else got hold of the link is found out by it.
            await db.TellAgents(now, NoticeKind.AgentEnrolled, agent.Id, By.Agent(agent.Id));
        }

        var (token, session) = AgentSessions.Open(db, now, agent, client);
        return new AgentAdmitted(token, agent.Id, session.ExpiresAt);
    }
}
