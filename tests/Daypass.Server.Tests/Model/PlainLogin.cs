using Daypass.Domain;

namespace Daypass.Server.Tests.Model;

// The rules N, C, D, S1, S3, S4, T2 for one login, written down once more from their text, with lists in memory and no look at the
// code that is tested. Only the words are shared (kinds, policies, steps). "Handle" is whatever the walk needs to do the same for real.

internal sealed class PlainCode
{
    public required DateTimeOffset IssuedAt;
    public required DateTimeOffset ExpiresAt;
    public required bool OneTime;
    public PlainLogin? Issuer;
    public CodeEnding? End;
    public DateTimeOffset EndedAt;
    public bool Spent;
    public int Wrong;
    public string Handle = "";

    /// <summary>C4: a spent code counts.</summary>
    public bool CountsAsLive(DateTimeOffset now) => End is null && now < ExpiresAt;

    public bool SignsIn(DateTimeOffset now) => CountsAsLive(now) && !Spent;

    /// <summary>D3: never sooner than 24 hours after it was issued.</summary>
    public DateTimeOffset HoldsUntil => Max(ExpiresAt, IssuedAt.AddHours(24));

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

internal sealed class PlainDevice
{
    public required DateTimeOffset PairedAt;
    public bool Paired = true;
    public bool TakenBack;
    public long LastStep;

    /// <summary>What T2 takes back.</summary>
    public PlainCode? PairedThrough;
    public PlainCode? DisconnectedThrough;
    public bool ThroughMailbox;
    public (Guid Id, byte[] Secret) Handle;
}

internal sealed class PlainSession
{
    public required SessionKind Kind;
    public required DateTimeOffset OpenedAt;
    public required DateTimeOffset SeenAt;
    public required DateTimeOffset ExpiresAt;
    public PlainCode? Code;
    public DateTimeOffset? ConfirmedAt;
    public DateTimeOffset? ConfirmedWithPairedAt;
    public bool Ended;
    public Storage.Token? Handle;

    /// <summary>S1.</summary>
    public bool Lives(DateTimeOffset now) => !Ended && now < ExpiresAt && now < SeenAt.AddMinutes(30);
}

internal sealed class PlainLogin(PlainFirm firm, Who who)
{
    public static readonly DateTimeOffset Open = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public readonly Who Who = who;
    public readonly Kind Kind = who == Who.Client ? Kind.Client : Kind.Staff;
    public bool Administers = who == Who.Administrator;
    public Permission Permissions = who == Who.Administrator ? Permission.Both : Permission.None;
    public AccountState State = AccountState.Active;
    public bool HasPassword = true;
    public int RefusedInARow;
    public bool MailboxMayNotProve;
    public bool EverPaired;
    public DateTimeOffset? Hold;
    public DateTimeOffset? LimitedSince;
    public DateTimeOffset? LimitedUntil;
    public DateTimeOffset? WaitEnds;
    public DateTimeOffset? AcceptedAt;
    public List<PlainCode> Codes = [];
    public List<PlainDevice> Devices = [];
    public List<PlainSession> Sessions = [];
    public List<DateTimeOffset> Failures = [];
    public List<string> BackupCodes = [];

    public List<PlainDevice> Paired => Devices.FindAll(x => x.Paired);
    public bool HoldsPermission => Administers || Permissions != Permission.None;
    public Policy Policy => HoldsPermission ? Policy.Required : Kind == Kind.Client ? firm.ClientPolicy : firm.StaffPolicy;
    public PlainCode? LiveCode(DateTimeOffset now) => Codes.Find(x => x.CountsAsLive(now));

    // ---- N: the next step

    public NextStep Next(DateTimeOffset now) =>
        LiveCode(now)?.SignsIn(now) == true ? NextStep.TemporaryCode // N1
        : Paired.Count > 0 ? NextStep.Authenticator // N3
        : Policy == Policy.Required ? NextStep.ProveMailboxOrCode // N4, N5
        : Hold is null ? NextStep.Admit // N6, N7
        : now < Hold ? NextStep.ProveMailboxOrCode // N8
        : NextStep.TurnMfaOffAndAdmit; // N9

    public bool WithoutMfa(DateTimeOffset now) => Next(now) is NextStep.Admit or NextStep.TurnMfaOffAndAdmit;

    /// <summary>N11, as the page offers it.</summary>
    public string MailboxOffer(DateTimeOffset now, bool waitCounts = true) =>
        Paired.Count > 0 || WithoutMfa(now) ? "NotNeeded"
        : EverPaired && MailboxMayNotProve ? "NotAllowed"
        : waitCounts && now < WaitEnds ? "Waiting"
        : "Offered";

    // ---- the password

    public string Password(DateTimeOffset now, bool mailboxProven = false)
    {
        if (State != AccountState.Active || !HasPassword)
        {
            RefusedInARow++;
            return "Refused";
        }

        RefusedInARow = 0;
        switch (Next(now))
        {
            case NextStep.Admit:
                OpenSession(now, SessionKind.PasswordOnly);
                return "Admitted";
            case NextStep.TurnMfaOffAndAdmit:
                Hold = null;
                OpenSession(now, SessionKind.PasswordOnly);
                return "Admitted, MFA turned off";
            // N1: with none paired a live code does not stand in the way of the proof.
            case NextStep.ProveMailboxOrCode or NextStep.TemporaryCode when mailboxProven && Paired.Count == 0:
                OpenSession(now, SessionKind.MailboxProof);
                return "PairingOnly";
            default:
                return "Continue";
        }
    }

    /// <summary>A new password by the mailed link: every session ends (S3), and the mailbox may not prove as well (N11).</summary>
    public string ResetPassword()
    {
        if (State != AccountState.Active)
        {
            return "Dead";
        }

        (HasPassword, MailboxMayNotProve, RefusedInARow) = (true, true, 0);
        EndSessions();
        return "Done";
    }

    public string ChangePassword(DateTimeOffset now, PlainSession mine)
    {
        // S2, S4; a session that the password alone opened may.
        if (mine.Kind is not (SessionKind.Full or SessionKind.PasswordOnly) || Limited(now, mine))
        {
            return "NotAllowed";
        }

        if (mine.Kind == SessionKind.Full)
        {
            Failures.Clear(); // C8
        }

        EndSessions(except: mine);
        return "Done";
    }

    // ---- typed codes

    /// <summary>C8: until when typed codes are refused.</summary>
    public DateTimeOffset? CappedUntil(DateTimeOffset now)
    {
        var (day, month) = (Cap(10, TimeSpan.FromHours(24)), Cap(30, TimeSpan.FromDays(30)));
        return day is null || month > day ? month : day;

        DateTimeOffset? Cap(int allowed, TimeSpan window) =>
            Failures.Count >= allowed && now < Failures[^allowed] + window ? Failures[^allowed] + window : null;
    }

    /// <summary>The second step. What was typed: a code (null: not one of this login), or a device's value, or a backup code.</summary>
    public string TypeCode(DateTimeOffset now, PlainCode? typed)
    {
        if (CappedUntil(now) is { } until)
        {
            return $"CapReached {until:u}";
        }

        var live = LiveCode(now) is { Spent: false } code ? code : null;
        if (typed is not null && typed == live)
        {
            typed.Spent = typed.OneTime;
            return SecondStepPassed(now, SessionKind.TemporaryCode, typed);
        }

        Failures.Add(now);
        int? left = live is null ? null : 5 - ++live.Wrong;
        if (left == 0)
        {
            EndCode(now, live!, CodeEnding.Exhausted, endsSessions: false); // C9; the hold stays (D3)
        }

        // C14
        CodeEnding? why = typed is null ? null : typed.End ?? (now >= typed.ExpiresAt ? CodeEnding.Expired : CodeEnding.Spent);
        return why is null ? $"Wrong, {left} left" : $"NotLive: {why}, {left} left";
    }

    public string TypeTotp(DateTimeOffset now, PlainDevice device, long step)
    {
        if (TypeValue(now, device, step) is var value and not "Fine")
        {
            return value;
        }

        EndLiveCode(now, CodeEnding.DeviceInUse, endsSessions: false); // N2
        return SecondStepPassed(now, SessionKind.Full, null, device);
    }

    /// <summary>A value works once, one step early or late; tries count (C8).</summary>
    private string TypeValue(DateTimeOffset now, PlainDevice device, long step)
    {
        if (CappedUntil(now) is { } until)
        {
            return $"CapReached {until:u}";
        }

        var current = now.ToUnixTimeSeconds() / 30;
        if (!device.Paired || step <= device.LastStep || step < current - 1 || step > current + 1)
        {
            Failures.Add(now);
            return "Wrong,  left";
        }

        device.LastStep = step;
        return "Fine";
    }

    public string TypeBackupCode(DateTimeOffset now, string? typed)
    {
        if (CappedUntil(now) is { } until)
        {
            return $"CapReached {until:u}";
        }

        if (typed is null || !BackupCodes.Remove(typed))
        {
            Failures.Add(now);
            return "Wrong,  left";
        }

        return SecondStepPassed(now, SessionKind.BackupCode, null);
    }

    private string SecondStepPassed(DateTimeOffset now, SessionKind kind, PlainCode? code, PlainDevice? device = null)
    {
        MailboxMayNotProve = false;
        OpenSession(now, kind, code, device);
        return $"Admitted {kind}";
    }

    // ---- codes

    public string? RefusedACode(DateTimeOffset now, bool oneTime, TimeSpan life) =>
        State == AccountState.Invited ? "Invited"
        : State == AccountState.Deactivated ? "Deactivated"
        : WithoutMfa(now) ? "SignsInWithoutMfa" // C11
        : CappedUntil(now) is not null ? "TypedCodesCapped" // C8
        : Codes.Count(x => now < x.IssuedAt.AddHours(24)) >= (oneTime || life < TimeSpan.FromHours(4) ? 20 : 3) ? "TooManyForPerson" // C15
        : null;

    public PlainCode Issue(DateTimeOffset now, bool oneTime, TimeSpan life, PlainLogin? issuer)
    {
        EndLiveCode(now, CodeEnding.Replaced, endsSessions: true); // C3
        var code = new PlainCode { IssuedAt = now, ExpiresAt = now + life, OneTime = oneTime, Issuer = issuer };
        Codes.Add(code);
        if (Paired.Count == 0)
        {
            HoldUntil(code.HoldsUntil);
        }

        return code;
    }

    public string Remove(DateTimeOffset now) => EndLiveCode(now, CodeEnding.Removed, endsSessions: true) ? "Removed" : "NoneLive";

    public bool EndLiveCode(DateTimeOffset now, CodeEnding how, bool endsSessions)
    {
        if (LiveCode(now) is not { } code)
        {
            return false;
        }

        EndCode(now, code, how, endsSessions);
        return true;
    }

    private void EndCode(DateTimeOffset now, PlainCode code, CodeEnding how, bool endsSessions)
    {
        (code.End, code.EndedAt) = (how, now);
        if (endsSessions)
        {
            EndSessions(x => x.Code == code);
        }
    }

    // ---- devices

    /// <summary>D1. "Fine", or what is wrong.</summary>
    public string FreshProof(DateTimeOffset now, PlainSession mine, (PlainDevice Device, long Step)? typed)
    {
        if (Paired.Count == 0 || mine.Kind is SessionKind.TemporaryCode or SessionKind.BackupCode)
        {
            return "Fine";
        }

        if (typed is not var (device, step))
        {
            return "TotpNeeded";
        }

        switch (TypeValue(now, device, step))
        {
            case "Fine":
                (mine.ConfirmedAt, mine.ConfirmedWithPairedAt) = (now, device.PairedAt);
                return "Fine";
            case "Wrong,  left":
                return "TotpWrong";
            case var capped:
                return capped;
        }
    }

    /// <summary>N4, N5, N8: a mailbox proof, or an invitation accepted in this sitting, is the proof for the first device.</summary>
    public bool PairsWithoutProof(DateTimeOffset now, PlainSession mine) =>
        Paired.Count == 0 && (mine.Kind == SessionKind.MailboxProof || (mine.OpenedAt == AcceptedAt && now < AcceptedAt.Value.AddMinutes(15)));

    public PlainDevice Pair(DateTimeOffset now, PlainSession mine, bool limited)
    {
        var (code, mailbox, any) = Behind(now, mine, limited);
        var device = new PlainDevice { PairedAt = now, PairedThrough = code, ThroughMailbox = mailbox, LastStep = now.ToUnixTimeSeconds() / 30 };
        Devices.Add(device);
        EndLiveCode(now, CodeEnding.DeviceInUse, endsSessions: false); // D4
        (EverPaired, Hold) = (true, null); // D3
        if (any) // S4
        {
            LimitedSince = now < LimitedUntil ? LimitedSince : now;
            LimitedUntil = now.AddHours(24);
        }

        EndSessions(x => x.Kind == SessionKind.PasswordOnly && x != mine); // S3, as for 'required'
        if (mine.Kind is SessionKind.MailboxProof or SessionKind.PasswordOnly) // P4: a new session with the second step
        {
            mine.Ended = true;
            OpenSession(now, SessionKind.Full, null, device);
            MailboxMayNotProve = false;
        }

        return device;
    }

    /// <summary>What a session's word about devices rests on (S4, T2): the code, whether it is a mailbox proof, whether it is a recovery at all.</summary>
    private (PlainCode? Code, bool Mailbox, bool Any) Behind(DateTimeOffset now, PlainSession mine, bool limited)
    {
        switch (mine.Kind)
        {
            case SessionKind.TemporaryCode or SessionKind.BackupCode:
                return (mine.Code, false, true);
            case SessionKind.MailboxProof:
                // Invited and never paired: nothing is recovered.
                var recovers = EverPaired || mine.OpenedAt != AcceptedAt;
                return (null, recovers, recovers);
            default:
                // At one remove: confirmed by a device of the recovery, for as long as T2 works.
                var by = Devices.Find(x => x.PairedAt == mine.ConfirmedWithPairedAt && (x.ThroughMailbox || x.PairedThrough is not null));
                return by is not null && (limited || now < by.PairedAt.AddDays(7)) ? (by.PairedThrough, by.ThroughMailbox, limited) : (null, false, limited);
        }
    }

    public string Disconnect(DateTimeOffset now, PlainSession mine, bool limited, PlainDevice device)
    {
        if (!device.Paired)
        {
            return "NotFound";
        }

        var isLast = Paired.Count == 1;
        if (isLast && Policy == Policy.Required && LiveCode(now) is null)
        {
            return "LastOneRequired"; // D2
        }

        (device.Paired, device.DisconnectedThrough) = (false, Behind(now, mine, limited).Code);
        if (!isLast)
        {
            return "Disconnected";
        }

        if (Codes.LastOrDefault() is { } last && now < last.HoldsUntil)
        {
            HoldUntil(last.HoldsUntil); // D3
            return $"Disconnected, MFA on until {Hold:u}";
        }

        if (limited || mine.Kind == SessionKind.BackupCode)
        {
            HoldUntil(now.AddHours(24)); // N12: no device of the owner's vouches for it
            return $"Disconnected, MFA on until {Hold:u}";
        }

        return "Disconnected, MFA off";
    }

    public string MarkLost(PlainDevice device)
    {
        if (!device.Paired)
        {
            return "NotFound";
        }

        device.Paired = false;
        EndSessions(); // D5
        HoldOpenIfFormerly();
        return "Done";
    }

    // ---- people

    public void BecameOptional(DateTimeOffset now)
    {
        // N12: a hold that ended meanwhile would admit the password at once, so that it opens for those who never paired, too.
        if (Paired.Count == 0 && (EverPaired || now >= Hold))
        {
            Hold = Open;
        }
    }

    public void BecameRequired() => EndSessions(x => x.Kind == SessionKind.PasswordOnly); // S3

    public string Deactivate(DateTimeOffset now)
    {
        if (State == AccountState.Deactivated)
        {
            return "NotNow";
        }

        State = AccountState.Deactivated;
        EndLiveCode(now, CodeEnding.Removed, endsSessions: true);
        EndSessions();
        foreach (var device in Devices)
        {
            (device.Paired, device.DisconnectedThrough) = (false, null);
        }

        BackupCodes.Clear();
        WaitEnds = null;
        HoldOpenIfFormerly();
        return "Done";
    }

    public string Reactivate()
    {
        if (State != AccountState.Deactivated)
        {
            return "NotNow";
        }

        (State, HasPassword, AcceptedAt) = (AccountState.Invited, false, null);
        HoldOpenIfFormerly(); // E3
        return "Done";
    }

    public string AcceptInvitation(DateTimeOffset now)
    {
        if (State != AccountState.Invited)
        {
            return "Dead";
        }

        (State, HasPassword, MailboxMayNotProve, AcceptedAt) = (AccountState.Active, true, true, now);
        var kind = WithoutMfa(now) ? SessionKind.PasswordOnly : SessionKind.MailboxProof;
        Hold = WithoutMfa(now) ? null : Hold;
        OpenSession(now, kind);
        return kind == SessionKind.PasswordOnly ? "Admitted" : "PairingOnly";
    }

    /// <summary>T2, by the link of this code: good until 7 days after the code ended.</summary>
    public bool NotMe(DateTimeOffset now, PlainCode code)
    {
        if (now >= (code.End is null ? code.ExpiresAt : code.EndedAt).AddDays(7))
        {
            return false;
        }

        EndLiveCode(now, CodeEnding.Removed, endsSessions: true);
        EndSessions();
        foreach (var device in Devices.Where(x => x.DisconnectedThrough == code && !x.Paired && !x.TakenBack && x.PairedThrough != code))
        {
            (device.Paired, device.DisconnectedThrough) = (true, null);
        }

        foreach (var device in Devices.Where(x => x.PairedThrough == code))
        {
            (device.Paired, device.TakenBack) = (false, true);
        }

        EverPaired = Devices.Exists(x => !x.TakenBack);
        Hold = Paired.Count > 0 ? null : Open;
        (WaitEnds, HasPassword) = (null, false);
        if (!Paired.Any(x => x.PairedAt >= LimitedSince && (x.ThroughMailbox || x.PairedThrough is not null)))
        {
            // Another recovery's limits stay while its device does.
            (LimitedSince, LimitedUntil) = (null, null);
        }

        return true;
    }

    /// <summary>N9.</summary>
    public void HoldEnds(DateTimeOffset now)
    {
        if (State == AccountState.Active && Next(now) == NextStep.TurnMfaOffAndAdmit)
        {
            Hold = null;
        }
    }

    // ---- sessions

    /// <summary>S4.</summary>
    public bool Limited(DateTimeOffset now, PlainSession session) => now < LimitedUntil && !(session.ConfirmedWithPairedAt < LimitedSince);

    /// <summary>S2: a session with a full second step and no limits.</summary>
    public bool Unlimited(DateTimeOffset now, PlainSession session) => session.Kind == SessionKind.Full && !Limited(now, session);

    public void EndSessions(Func<PlainSession, bool>? which = null) => Sessions.FindAll(x => which?.Invoke(x) ?? true).ForEach(x => x.Ended = true);

    public void EndSessions(PlainSession except) => EndSessions(x => x != except);

    public PlainSession OpenSession(DateTimeOffset now, SessionKind kind, PlainCode? code = null, PlainDevice? device = null)
    {
        var ends = now.AddHours(24);
        var session = new PlainSession
        {
            Kind = kind,
            OpenedAt = now,
            SeenAt = now,
            ExpiresAt = code?.ExpiresAt < ends ? code.ExpiresAt : ends, // S1
            Code = code,
            ConfirmedAt = device is null ? null : now,
            ConfirmedWithPairedAt = device?.PairedAt,
        };
        Sessions.Add(session);
        return session;
    }

    // ---- the hold only moves later

    private void HoldUntil(DateTimeOffset until) => Hold = Hold > until ? Hold : until;

    private void HoldOpenIfFormerly()
    {
        if (Paired.Count == 0 && EverPaired)
        {
            Hold = Open;
        }
    }
}
