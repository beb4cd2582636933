using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using OtpNet;

namespace Daypass.Server.Tests.Model;

/// <summary>Where the server and the plain rules part.</summary>
internal sealed class Disagreement(string message) : Exception(message);

/// <summary>
/// Walks one sequence, by the real use cases and by the plain rules at once, in a firm of its own: every step's result is compared,
/// and after it what there is to see (<see cref="Sight"/>).
/// </summary>
internal sealed class Walk
{
    private const string Passed = "Continue";
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);
    private static readonly TimeSpan JustBefore = TimeSpan.FromMicroseconds(100);

    private readonly World _world;
    private readonly PlainFirm _firm;
    private readonly Guid _firmId;
    private readonly Dictionary<PlainLogin, Someone> _real = [];
    private readonly Coverage _met;
    private readonly Someone _primary;
    private readonly Sight _sight;
    private SignedIn _byPrimary = null!;

    private Walk(World world, Guid firmId, Someone primary, PlainFirm firm, Coverage met)
    {
        (_world, _firmId, _primary, _firm, _met) = (world, firmId, primary, firm, met);
        _sight = new Sight(world, firmId, firm, _real);
    }

    private DateTimeOffset Now => _world.Now;

    public static async Task Run(World world, Sequence sequence, Coverage met)
    {
        var (firmId, primary) = await world.AddFirm($"firm-{Guid.NewGuid():N}");
        var firm = new PlainFirm(sequence.StaffPolicy, sequence.ClientPolicy);
        var walk = new Walk(world, firmId, primary, firm, met);
        await walk.Begin(sequence);
        for (var i = 0; i < sequence.Steps.Count; i++)
        {
            var step = sequence.Steps[i];
            try
            {
                await walk.Take(step);
                await walk._sight.Compare(step, met);
            }
            catch (Exception e)
            {
                throw new Disagreement($"Step {i + 1}, {step}\n{(e is Disagreement ? e.Message : e.ToString())}");
            }
        }

        await walk._sight.LookAtAllSessions();
        // Nobody of this firm is looked at again by what works on all firms.
        await world.Store.WriteAcross(db => db.Accounts.Where(x => x.FirmId == firmId).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Deactivated)));
    }

    private async Task Begin(Sequence sequence)
    {
        await _world.SetPolicies(sequence.StaffPolicy, sequence.ClientPolicy, _firmId);
        foreach (var person in _firm.People)
        {
            var paired = person.Who switch { Who.Client => sequence.ClientPaired, Who.Staff => sequence.StaffPaired, _ => sequence.AdministratorPaired };
            var real = await _world.Add(person.Kind, Permission.None, person.Administers, firm: _firmId, paired: paired);
            _real.Add(person, real);
            person.AcceptedAt = Now;
            if (paired)
            {
                person.EverPaired = true;
                person.Devices.Add(new PlainDevice { PairedAt = Now, Handle = (real.DeviceId!.Value, real.TotpSecret!) });
            }
        }

        _world.Clock.Advance(TimeSpan.FromHours(1));
        var token = await _world.Store.Write(_firmId, async db => SessionOpener.Open(
            db, Now, await db.Accounts.SingleAsync(x => x.Id == _primary.Id), SessionKind.Full, World.Client1, confirmedWith: new Authenticator { PairedAt = Now }).Token);
        _byPrimary = (await _world.Look(_primary, token))!;
        await _sight.Begin();
    }

    private async Task Take(Step step)
    {
        var person = _firm.People[(int)step.Who];
        if (step.Deed == Deed.Wait)
        {
            await Wait(person, step.By != Actor.OtherFirm, step.Number);
            _met.Took(step.Deed, "");
            return;
        }

        await ComeFirst(step, person);
        _world.Clock.Advance(Tick);
        if (await Do(step, person) is var (expected, said))
        {
            _met.Took(step.Deed, said);
            Agree(expected, said);
        }
    }

    private static void Agree(string expected, string said)
    {
        if (expected != said)
        {
            throw new Disagreement($"The rules say:  {expected}\nThe server said: {said}");
        }
    }

    /// <summary>Mostly, whoever is about to sign in is a person of the firm, and whoever is about to act is signed in: else nothing would happen.</summary>
    private async Task ComeFirst(Step step, PlainLogin person)
    {
        var inOwnSession = step.Deed is Deed.Pair or Deed.Disconnect or Deed.RemoveOwn or Deed.MakeBackupCodes or Deed.ChangePassword or Deed.SignOutEverywhere;
        var onAnother = step.Deed is Deed.Issue or Deed.Remove or Deed.MarkLost or Deed.Deactivate or Deed.Reactivate;
        var signingIn = step.Deed is >= Deed.SignInWithPasswordOnly and <= Deed.ProveMailbox;
        if (step.Number % 4 == 0)
        {
            return;
        }

        if (inOwnSession || signingIn)
        {
            await ComeBack(person);
        }

        var acting = inOwnSession ? person : onAnother && step.By == Actor.Administrator ? _firm.People[(int)Who.Administrator] : null;
        if (acting is { State: AccountState.Active, HasPassword: true } && !acting.Sessions.Exists(x => x.Lives(Now)))
        {
            _world.Clock.Advance(Tick);
            var came = acting.Next(Now) switch
            {
                NextStep.TemporaryCode => await SignIn(acting, attempt => TypeCode(acting, attempt, acting.LiveCode(Now))),
                NextStep.Authenticator => await SignIn(acting, attempt => TypeTotp(acting, attempt, 0)),
                NextStep.ProveMailboxOrCode => await ProveMailbox(acting),
                _ => await SignIn(acting, null),
            };
            Agree(came?.Item1 ?? "", came?.Item2 ?? "");
        }
    }

    private async Task ComeBack(PlainLogin person)
    {
        if (person.State == AccountState.Deactivated)
        {
            _world.Clock.Advance(Tick);
            Agree(person.Reactivate(), $"{await _world.Get<Reactivate>().Run(_byPrimary, _real[person].Id)}");
        }

        if (person.State == AccountState.Invited || !person.HasPassword)
        {
            _world.Clock.Advance(Tick);
            var (expected, said) = (person.State == AccountState.Invited ? await AcceptInvitation(person) : await ResetPassword(person))!.Value;
            Agree(expected, said);
        }
    }

    private Task<(string Expected, string Said)?> Do(Step step, PlainLogin person) => step.Deed switch
    {
        Deed.Issue => Issue(step, person),
        Deed.Remove => Remove(step, person),
        Deed.RemoveOwn => RemoveOwn(person),
        Deed.SignInWithPasswordOnly => SignIn(person, null),
        Deed.SignInWithCode => SignIn(person, attempt => TypeCode(person, attempt, person.Codes.LastOrDefault())),
        Deed.SignInWithOldCode => SignIn(person, attempt => TypeCode(person, attempt, person.Codes.Count > 1 ? person.Codes[step.Number % (person.Codes.Count - 1)] : null)),
        Deed.SignInWithWrongCodes => SignIn(person, attempt => TypeWrongCodes(person, attempt, 1 + (step.Number % 5))),
        Deed.SignInWithTotp => SignIn(person, attempt => TypeTotp(person, attempt, step.Number)),
        Deed.SignInWithBackupCode => SignIn(person, attempt => TypeBackupCode(person, attempt)),
        Deed.ProveMailbox => ProveMailbox(person),
        Deed.ProveMailboxAfterWait => ProveMailboxAfterWait(person),
        Deed.Pair => Pair(person, step.Number),
        Deed.Disconnect => Disconnect(person, step.Number),
        Deed.MarkLost => MarkLost(step, person),
        Deed.ChangePolicy => ChangePolicy(step.Number),
        Deed.ChangeCodes => ChangeCodes(step.Number),
        Deed.ChangePermissions => ChangePermissions(step, person),
        Deed.Deactivate => Act(step, person, me => _world.Get<Deactivate>().Run(me, _real[person].Id), () => _firm.Deactivate(Now, person)),
        Deed.Reactivate => Act(step, person, me => _world.Get<Reactivate>().Run(me, _real[person].Id), person.Reactivate),
        Deed.AcceptInvitation => AcceptInvitation(person),
        Deed.HoldsEnd => HoldsEnd(),
        Deed.MakeBackupCodes => MakeBackupCodes(person),
        Deed.ChangePassword => ChangePassword(person),
        Deed.ResetPassword => ResetPassword(person),
        Deed.SignOutEverywhere => SignOutEverywhere(person),
        Deed.ReleaseTries => ReleaseTries(person),
        Deed.NotMe => NotMe(person, step.Number),
        _ => throw new InvalidOperationException($"{step.Deed} is not told."),
    };

    // ---- time

    private async Task Wait(PlainLogin person, bool inUse, int number)
    {
        var (now, code, hold) = (Now, person.LiveCode(Now)?.ExpiresAt, person.Hold < PlainLogin.Open && person.Hold > Now ? person.Hold : null);
        var session = person.Sessions.FindAll(x => x.Lives(now)).Min(x => (DateTimeOffset?)x.ExpiresAt);
        var until = number switch
        {
            0 => now.AddSeconds(30),
            1 => now.AddMinutes(5),
            2 => now.AddMinutes(10),
            3 => hold ?? now.AddMinutes(16),
            4 => (code ?? hold) - JustBefore,
            5 => code,
            6 => (hold ?? code) - JustBefore,
            7 => hold,
            8 => hold ?? now.AddHours(24),
            9 => session ?? now.AddMinutes(20),
            10 => session - JustBefore,
            _ => person.LimitedUntil > now ? person.LimitedUntil : person.WaitEnds > now ? person.WaitEnds : null,
        } ?? now.AddMinutes(7);
        until = until > now ? until : now + Tick;
        if (inUse)
        {
            var since = now.AddMinutes(-30);
            await _world.Store.Write(_firmId, db => db.Sessions.Where(x => x.EndedAt == null && x.ExpiresAt > now && x.LastSeenAt > since)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.LastSeenAt, until)));
            _firm.People.SelectMany(x => x.Sessions).Where(x => x.Lives(now)).ToList().ForEach(x => x.SeenAt = until);
        }

        _world.Clock.SetUtcNow(until);
    }

    private async Task<(string, string)?> HoldsEnd()
    {
        await new HoldEnds(_world.Store, _world.Clock, _world.Get<ClockAlarm>(), NullLogger<HoldEnds>.Instance).Do(CancellationToken.None);
        Array.ForEach(_firm.People, x => x.HoldEnds(Now));
        return ("", "");
    }

    // ---- who acts

    /// <summary>The person's newest live session, for real; null: none.</summary>
    private async Task<(PlainSession Mine, SignedIn Me)?> Newest(PlainLogin person, Func<PlainSession, bool>? which = null)
    {
        var mine = person.State == AccountState.Active ? person.Sessions.FindLast(x => x.Lives(Now) && which?.Invoke(x) != false) : null;
        return mine is null ? null : (mine, await _world.Look(_real[person], mine.Handle!) ?? throw new Disagreement($"The session {mine.Kind} is dead."));
    }

    /// <summary>Who acts for others, freshly confirmed where it is the primary administrator; null: the administrator is not signed in.</summary>
    private async Task<(PlainLogin? Actor, PlainSession? Mine, SignedIn Me)?> ActorOf(Step step)
    {
        if (step.By != Actor.Administrator)
        {
            return (null, null, (step.By == Actor.Primary ? _byPrimary : await _sight.ByOtherFirm()) with { ConfirmedAt = Now });
        }

        var administrator = _firm.People[(int)Who.Administrator];
        return await Newest(administrator) is var (mine, me) ? (administrator, mine, me) : null;
    }

    /// <summary>An act on another by the table in W.</summary>
    private async Task<(string, string)?> Act<T>(Step step, PlainLogin person, Func<SignedIn, Task<T>> run, Func<string> rule)
    {
        if (await ActorOf(step) is not var (actor, mine, me))
        {
            return null;
        }

        var may = PlainFirm.MayActFor(actor, person) && (mine is null || actor!.Unlimited(Now, mine));
        var expected = step.By == Actor.OtherFirm ? "NotFound" : !may ? "NotAllowed" : rule();
        return (expected, $"{await run(me)}");
    }

    // ---- codes

    private async Task<(string, string)?> Issue(Step step, PlainLogin person)
    {
        if (await ActorOf(step) is not var (actor, mine, me))
        {
            return null;
        }

        var result = await _world.TryIssue(me, _real[person]);
        var (expected, code) = step.By == Actor.OtherFirm ? ("NotFound", null) : _firm.Issue(Now, actor, mine, person);
        if (result is IssueResult.Issued issued && code is not null)
        {
            code.Handle = issued.Digits.Reveal();
        }

        return (expected, result switch
        {
            IssueResult.Issued x => $"Issued until {x.ExpiresAt:u}",
            IssueResult.Refused x => $"Refused: {x.Why}",
            var other => other.GetType().Name,
        });
    }

    private Task<(string, string)?> Remove(Step step, PlainLogin person) => step is { By: Actor.Administrator, Who: Who.Administrator }
        ? RemoveOwn(person)
        : Act(step, person, me => _world.Get<RemoveCode>().Run(me, _real[person].Id), () => person.Remove(Now));

    private async Task<(string, string)?> RemoveOwn(PlainLogin person)
    {
        if (await Newest(person) is not var (mine, me))
        {
            return null;
        }

        var expected = person.Unlimited(Now, mine) ? person.Remove(Now) : "NotAllowed"; // C9
        return (expected, $"{await _world.Get<RemoveCode>().Run(me, _real[person].Id)}");
    }

    private async Task<(string, string)?> ReleaseTries(PlainLogin person)
    {
        person.Failures.Clear();
        return ("True", $"{await _world.Get<ReleaseTries>().Run(_byPrimary, _real[person].Id)}");
    }

    private async Task<(string, string)?> NotMe(PlainLogin person, int number)
    {
        if (person.Codes.Count == 0)
        {
            return null;
        }

        var code = person.Codes[^Math.Min(1 + (number % 2), person.Codes.Count)];
        var link = await _world.Store.Write(_firmId, async db => await LinkTokens.MakeNotMe(db, Now, await db.Accounts.SingleAsync(x => x.Id == _real[person].Id),
            await db.TemporaryCodes.AsNoTracking().SingleAsync(x => x.AccountId == _real[person].Id && x.IssuedAt == code.IssuedAt)));
        var said = await _world.Get<UndoRecovery>().Run(_firmId, link.Reveal());
        return ($"{person.NotMe(Now, code)}", $"{said}");
    }

    // ---- signing in

    private async Task<(string, string)?> SignIn(PlainLogin person, Func<string, Task<(string, string)?>>? second)
    {
        if (person.RefusedInARow >= 9)
        {
            return null; // The lock of P2 is not looked at here.
        }

        var (expected, said, attempt) = await Password(person);
        if (expected != said || said != Passed || second is null)
        {
            return (expected, said);
        }

        return await second(attempt!) ?? (expected, said);
    }

    private async Task<(string Expected, string Said, string? Attempt)> Password(PlainLogin person, string? proven = null)
    {
        var result = await _world.EnterPassword(_real[person], attempt: proven);
        var expected = person.Password(Now, proven is not null);
        Opened(person, (result as PasswordResult.Admitted)?.Session ?? (result as PasswordResult.PairingOnly)?.Session);
        return (expected, result is PasswordResult.Admitted { MfaTurnedOff: true } ? "Admitted, MFA turned off" : result.GetType().Name, (result as PasswordResult.Continue)?.Attempt.Reveal());
    }

    private async Task<(string, string)?> TypeCode(PlainLogin person, string attempt, PlainCode? code) =>
        code is null ? null : await Type(person, attempt, code.Handle, () => person.TypeCode(Now, code));

    private async Task<(string, string)?> TypeWrongCodes(PlainLogin person, string attempt, int times)
    {
        (string Expected, string Said) last = default;
        for (var i = 0; i < times && last.Expected == last.Said; i++)
        {
            string wrong;
            do
            {
                wrong = CodeDigits.New().Reveal();
            }
            while (person.Codes.Exists(x => x.Handle == wrong));
            last = await Type(person, attempt, wrong, () => person.TypeCode(Now, null));
        }

        return last;
    }

    private async Task<(string, string)?> TypeTotp(PlainLogin person, string attempt, int number) =>
        Value(person, number) is var (device, step) ? await Type(person, attempt, Digits(device, step), () => person.TypeTotp(Now, device, step)) : null;

    private async Task<(string, string)?> TypeBackupCode(PlainLogin person, string attempt)
    {
        var typed = person.BackupCodes.FirstOrDefault();
        return await Type(person, attempt, typed ?? BackupCodeDigits.New().Reveal(), () => person.TypeBackupCode(Now, typed));
    }

    private async Task<(string, string)> Type(PlainLogin person, string attempt, string typed, Func<string> rule)
    {
        var result = await _world.EnterCode(_real[person], attempt, typed);
        var expected = rule();
        Opened(person, (result as CodeResult.Admitted)?.Session);
        return (expected, result switch
        {
            CodeResult.Admitted x => $"Admitted {x.Kind}",
            CodeResult.Wrong x => $"Wrong, {x.TriesLeft} left",
            CodeResult.NotLive x => $"NotLive: {x.Why}, {x.TriesLeft} left",
            CodeResult.CapReached x => $"CapReached {x.Until:u}",
            var other => other.GetType().Name,
        });
    }

    /// <summary>A device and the step of the value that it is made to show: the next one not used yet or, at times, one used already.</summary>
    private (PlainDevice Device, long Step)? Value(PlainLogin person, int number)
    {
        var devices = person.Paired.Count > 0 ? person.Paired : person.Devices;
        if (devices.Count == 0)
        {
            return null;
        }

        var device = devices[number % devices.Count];
        var current = Now.ToUnixTimeSeconds() / 30;
        return (device, number == 11 ? Math.Max(device.LastStep, 1) : Math.Clamp(device.LastStep + 1, current - 1, current + 1));
    }

    private static string Digits(PlainDevice device, long step) =>
        new Totp(device.Handle.Secret).ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * 30).UtcDateTime);

    private static void Opened(PlainLogin person, Token? token)
    {
        if (token is not null && person.Sessions.LastOrDefault() is { Handle: null } opened)
        {
            opened.Handle = token;
        }
    }

    // ---- the mailbox

    private Task<(string, string)?> ProveMailbox(PlainLogin person) => SignIn(person, async attempt =>
    {
        var offer = person.MailboxOffer(Now);
        var said = $"{await _world.Get<AskMailboxProof>().Run(_firmId, attempt)}";
        var expected = offer switch { "NotNeeded" => "StartAgain", "Offered" => "Mailed", _ => offer };
        if (expected != said || said != "Mailed")
        {
            return (expected, said);
        }

        return await Confirm(person, LinkPurpose.MailboxProof, person.HoldsPermission ? "WaitStarted" : "Proven");
    });

    private async Task<(string, string)?> ProveMailboxAfterWait(PlainLogin person)
    {
        if (person.WaitEnds is not { } ends)
        {
            return null;
        }

        _world.Clock.SetUtcNow(ends > Now ? ends : Now);
        person.WaitEnds = null;
        return await Confirm(person, LinkPurpose.MailboxProofAfterWait,
            person.State == AccountState.Active && person.MailboxOffer(Now, waitCounts: false) == "Offered" ? "Proven" : "Dead");
    }

    private async Task<(string, string)?> Confirm(PlainLogin person, LinkPurpose purpose, string expected)
    {
        var result = await _world.Get<ConfirmMailboxProof>().Run(_firmId, await Mailed(person, purpose));
        if (expected == "WaitStarted")
        {
            person.WaitEnds = Now.AddHours(24);
        }

        if (result is not ConfirmMailboxProofResult.Proven proven || expected != "Proven")
        {
            return (expected, result.GetType().Name);
        }

        var (then, said, _) = await Password(person, proven.Attempt.Reveal());
        return ($"Proven, {then}", $"Proven, {said}");
    }

    private async Task<string> Mailed(PlainLogin person, LinkPurpose purpose) => (await _world.Store.Write(_firmId, async db =>
        await LinkTokens.Make(db, Now, await db.Accounts.SingleAsync(x => x.Id == _real[person].Id), purpose))).Reveal();

    // ---- devices

    /// <summary>A session in which to act, of a kind that the number chooses; any other if there is none.</summary>
    private async Task<(PlainSession Mine, SignedIn Me)?> Chosen(PlainLogin person, int number) =>
        await Newest(person, x => (int)x.Kind == 1 + (number % 5)) ?? await Newest(person);

    private async Task<(string, string)?> Pair(PlainLogin person, int number)
    {
        if (await Chosen(person, number) is not var (mine, me) || person.Paired.Count >= 4)
        {
            return null;
        }

        var (limited, value) = (person.Limited(Now, mine), number % 4 == 3 ? null : Value(person, number));
        var begun = await _world.Get<StartPairing>().Run(me, Guid.NewGuid(), "Phone", World.Password, value is var (by, step) ? Digits(by, step) : null);
        var proof = person.PairsWithoutProof(Now, mine) ? "Fine" : person.FreshProof(Now, mine, value);
        if (begun is not StartPairingResult.Started started || proof != "Fine")
        {
            return (proof, Said(begun));
        }

        var secret = started.Secret.Reveal();
        var finished = await _world.Get<FinishPairing>().Run(me, started.DeviceId, new Totp(secret).ComputeTotp(Now.UtcDateTime), World.Client1);
        if (person.CappedUntil(Now) is { } until)
        {
            return ($"CapReached {until:u}", finished is FinishPairingResult.CapReached x ? $"CapReached {x.Until:u}" : finished.GetType().Name);
        }

        var device = person.Pair(Now, mine, limited);
        device.Handle = (started.DeviceId, secret);
        Opened(person, (finished as FinishPairingResult.Paired)?.NewSession);
        return ("Paired", finished.GetType().Name);

        static string Said(StartPairingResult result) => result switch
        {
            StartPairingResult.Proof { Result: ProofResult.CapReached x } => $"CapReached {x.Until:u}",
            StartPairingResult.Proof x => x.Result.GetType().Name,
            StartPairingResult.Started => "Fine",
            _ => result.GetType().Name,
        };
    }

    private async Task<(string, string)?> Disconnect(PlainLogin person, int number)
    {
        if (person.Devices.Count == 0 || await Chosen(person, number) is not var (mine, me))
        {
            return null;
        }

        var device = person.Paired.Count > 0 ? person.Paired[number % person.Paired.Count] : person.Devices[^1];
        var (limited, value) = (person.Limited(Now, mine), Value(person, number));
        var result = await _world.Get<Disconnect>().Run(me, device.Handle.Id, World.Password, value is var (by, step) ? Digits(by, step) : null);
        var expected = !device.Paired ? "NotFound"
            : person.FreshProof(Now, mine, value) is var proof and not "Fine" ? proof
            : person.Disconnect(Now, mine, limited, device);
        return (expected, result switch
        {
            DisconnectResult.Disconnected { MfaTurnedOff: true } => "Disconnected, MFA off",
            DisconnectResult.Disconnected { HoldUntil: { } until } => $"Disconnected, MFA on until {until:u}",
            DisconnectResult.Proof { Result: ProofResult.CapReached x } => $"CapReached {x.Until:u}",
            DisconnectResult.Proof x => x.Result.GetType().Name,
            _ => result.GetType().Name,
        });
    }

    private Task<(string, string)?> MarkLost(Step step, PlainLogin person)
    {
        if (person.Devices.Count == 0)
        {
            return Task.FromResult<(string, string)?>(null);
        }

        var device = person.Paired.Count > 0 ? person.Paired[step.Number % person.Paired.Count] : person.Devices[^1];
        return Act(step, person, me => _world.Get<MarkLost>().Run(me, _real[person].Id, device.Handle.Id), () => person.MarkLost(device));
    }

    private async Task<(string, string)?> MakeBackupCodes(PlainLogin person)
    {
        if (await Newest(person) is not var (mine, me))
        {
            return null;
        }

        var result = await _world.Get<MakeBackupCodes>().Run(me, Guid.NewGuid());
        var expected = !person.Unlimited(Now, mine) || person.Paired.Count == 0 ? "NotAllowed"
            : Now < mine.ConfirmedAt?.AddMinutes(15) ? "Made"
            : "NeedsSecondStep";
        if (result is MakeBackupCodesResult.Made made)
        {
            person.BackupCodes = [.. made.Codes];
        }

        return (expected, result.GetType().Name);
    }

    // ---- the firm and its people

    private Task<(string, string)?> ChangePolicy(int number)
    {
        var (staff, clients) = (number % 3 == 0 ? Other(_firm.StaffPolicy) : _firm.StaffPolicy, number % 3 != 0 ? Other(_firm.ClientPolicy) : _firm.ClientPolicy);
        return ChangeOptions(staff, clients, _firm.Life, _firm.OneTime);

        static Policy Other(Policy policy) => policy == Policy.Optional ? Policy.Required : Policy.Optional;
    }

    private Task<(string, string)?> ChangeCodes(int number) => ChangeOptions(
        _firm.StaffPolicy, _firm.ClientPolicy, (number % 3) switch { 0 => TimeSpan.FromHours(24), 1 => TimeSpan.FromMinutes(10), _ => TimeSpan.FromHours(5) }, number % 2 == 1);

    private async Task<(string, string)?> ChangeOptions(Policy staff, Policy clients, TimeSpan life, bool oneTime)
    {
        var said = await _world.Get<ChangeSignInOptions>().Run(_byPrimary with { ConfirmedAt = Now }, staff, clients, (int)life.TotalMinutes, oneTime);
        _firm.ChangePolicy(Now, staff, clients);
        (_firm.Life, _firm.OneTime) = (life, oneTime);
        return ("Done", $"{said}");
    }

    private async Task<(string, string)?> ChangePermissions(Step step, PlainLogin person)
    {
        var (administers, permissions) = (step.Number % 5) switch
        {
            0 => (true, Permission.Both),
            1 => (false, Permission.ManageClients),
            2 => (false, Permission.ManageStaff),
            _ => (false, Permission.None),
        };
        var said = await _world.Get<ChangePermissions>().Run(_byPrimary with { ConfirmedAt = Now }, _real[person].Id, administers, permissions);
        if (person.Kind == Kind.Staff)
        {
            _firm.ChangePermissions(Now, person, administers, permissions);
        }

        return (person.Kind == Kind.Client ? "NotAllowed" : "Done", $"{said}");
    }

    private async Task<(string, string)?> AcceptInvitation(PlainLogin person)
    {
        var result = await _world.Get<AcceptInvitation>().Run(_firmId, await Mailed(person, LinkPurpose.Invitation), World.Password, World.Client1);
        var expected = person.AcceptInvitation(Now);
        Opened(person, (result as AcceptInvitationResult.Admitted)?.Session ?? (result as AcceptInvitationResult.PairingOnly)?.Session);
        return (expected, result.GetType().Name);
    }

    private async Task<(string, string)?> ChangePassword(PlainLogin person)
    {
        if (await Newest(person) is not var (mine, me))
        {
            return null;
        }

        var said = (await _world.Get<ChangePassword>().Run(me, World.Password, World.Password)).GetType().Name;
        return (person.ChangePassword(Now, mine), said);
    }

    private async Task<(string, string)?> ResetPassword(PlainLogin person)
    {
        var said = (await _world.Get<ResetPassword>().Run(_firmId, await Mailed(person, LinkPurpose.PasswordReset), World.Password)).GetType().Name;
        return (person.ResetPassword(), said);
    }

    private async Task<(string, string)?> SignOutEverywhere(PlainLogin person)
    {
        if (await Newest(person) is not var (_, me))
        {
            return null;
        }

        await _world.Get<SignOutEverywhere>().Run(me);
        person.EndSessions();
        return ("", "");
    }
}
