using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

/// <summary>Sign-ins under way: the password was given, the authenticator comes next. One ends once (P4).</summary>
internal static class AgentSignIns
{
    public static Token Begin(DaypassDb db, DateTimeOffset now, Guid agent)
    {
        var token = Token.New();
        db.AgentSignIns.Add(new AgentSignIn
        {
            Id = Guid.CreateVersion7(now),
            AgentId = agent,
            TokenHash = token.Hash(),
            CreatedAt = now,
            ExpiresAt = now + AgentRule.SignInLife,
        });
        return token;
    }

    /// <summary>The sign-in behind a cookie and its agent, as long as it is under way and begun with the password that is still theirs.</summary>
    public static async Task<(AgentSignIn SignIn, SupportAgent Agent)?> Find(DaypassDb db, DateTimeOffset now, string? token)
    {
        var hash = Token.HashOf(token);
        var found = hash is null ? null : await (
            from signIn in db.AgentSignIns
            join agent in db.SupportAgents on signIn.AgentId equals agent.Id
            where signIn.TokenHash == hash && signIn.DoneAt == null && signIn.ExpiresAt > now && agent.State != AgentState.Retired
            select new { signIn, agent }).AsNoTracking().SingleOrDefaultAsync();
        return found is { agent.PasswordSetAt: { } set } && set <= found.signIn.CreatedAt ? (found.signIn, found.agent) : null;
    }

    /// <summary>Ends it; false if another request did so first.</summary>
    public static async Task<bool> Finish(DaypassDb db, DateTimeOffset now, Guid id) =>
        await db.AgentSignIns.Where(x => x.Id == id && x.DoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.DoneAt, now)) == 1;

    public static Task EndAll(DaypassDb db, DateTimeOffset now, Guid agent) =>
        db.AgentSignIns.Where(x => x.AgentId == agent && x.DoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.DoneAt, now));
}
