using System.Security.Cryptography;
using CsCheck;
using Daypass.Domain;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Model;

/// <summary>
/// Sequences of 40 steps over a client, a member of staff and an administrator, on both databases, against the rules as they are written
/// down once more in <see cref="PlainLogin"/> and <see cref="PlainFirm"/>. A failure prints the shortest sequence found that fails the same,
/// ready to be pasted into <see cref="That_once_failed_or_are_rarely_met_are_walked"/>.
/// </summary>
public class SequenceTests
{
    private const int Steps = 40;

    [Theory, OnBothDatabases]
    public async Task Of_40_steps_go_as_the_rules_say_N_C_D_S(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var met = new Coverage();
        var generator = Sequence.Of(Steps);
        var random = new PCG((uint)RandomNumberGenerator.GetInt32(int.MaxValue));
        var sequences = Samples.Of(60, 1000);
        for (var i = 0; i < sequences; i++)
        {
            var sequence = generator.Generate(random, null, out _);
            if (await Fails(world, sequence, met) is { } failure)
            {
                var shortest = await Shrink(world, sequence);
                Assert.Fail($"Sequence {i + 1} of {kind}: {failure}\n\nThe shortest that fails:\n{shortest}\n\n{await Fails(world, shortest, new Coverage())}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{met}");
        if (sequences >= 1000)
        {
            Assert.Empty(met.Missing());
        }
    }

    [Theory, OnBothDatabases]
    public async Task That_once_failed_or_are_rarely_met_are_walked(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        foreach (var sequence in AlwaysWalked)
        {
            var failure = await Fails(world, sequence, new Coverage());
            Assert.True(failure is null, $"{failure}\n{sequence}");
        }
    }

    private static readonly Sequence[] AlwaysWalked =
    [
        // N1: a live code stood in the way of the mailbox proof that its page offers.
        new(Policy.Required, Policy.Optional, false, false, true, [
            new(Deed.Issue, Who.Staff, Actor.Primary, 1),
            new(Deed.ProveMailbox, Who.Staff, Actor.Administrator, 4),
        ]),
        // D1: a session of a mailbox proof went on to pair without a second step after a device was paired elsewhere.
        new(Policy.Required, Policy.Required, false, false, true, [
            new(Deed.ProveMailbox, Who.Client, Actor.Primary, 11),
            new(Deed.Issue, Who.Client, Actor.Primary, 3),
            new(Deed.SignInWithCode, Who.Client, Actor.Primary, 10),
            new(Deed.Pair, Who.Client, Actor.Primary, 6),
            new(Deed.Wait, Who.Client, Actor.Primary, 1),
            new(Deed.Pair, Who.Client, Actor.OtherFirm, 4),
            new(Deed.SignInWithTotp, Who.Client, Actor.Primary, 2),
        ]),
        // C9: the issuer's deactivation ends the code; few sequences of an everyday run come by.
        new(Policy.Required, Policy.Optional, true, false, true, [
            new(Deed.Issue, Who.Client, Actor.Administrator, 1),
            new(Deed.SignInWithCode, Who.Client, Actor.Primary, 1),
            new(Deed.Deactivate, Who.Administrator, Actor.Primary, 1),
        ]),
        // N10: at the very end of a hold it is over, and a sign-in turns MFA off (N9).
        new(Policy.Required, Policy.Required, false, false, true, [
            new(Deed.Issue, Who.Client, Actor.Primary, 1),
            new(Deed.ChangePolicy, Who.Client, Actor.Primary, 1),
            new(Deed.Wait, Who.Client, Actor.Primary, 6),
            new(Deed.Wait, Who.Client, Actor.Primary, 7),
            new(Deed.SignInWithPasswordOnly, Who.Client, Actor.Primary, 1),
        ]),
    ];

    private static async Task<string?> Fails(World world, Sequence sequence, Coverage met)
    {
        try
        {
            await Walk.Run(world, sequence, met);
            return null;
        }
        catch (Disagreement failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Leaves out as many steps as possible, in ever smaller runs, as long as it fails.</summary>
    private static async Task<Sequence> Shrink(World world, Sequence sequence)
    {
        for (var run = Steps / 2; run >= 1; run /= 2)
        {
            for (var from = 0; from < sequence.Steps.Count;)
            {
                var shorter = sequence with { Steps = [.. sequence.Steps.Take(from), .. sequence.Steps.Skip(from + run)] };
                if (await Fails(world, shorter, new Coverage()) is not null)
                {
                    sequence = shorter;
                }
                else
                {
                    from += run;
                }
            }
        }

        return sequence;
    }
}
