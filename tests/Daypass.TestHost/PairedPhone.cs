using System.Globalization;
using System.Security.Cryptography;
using Daypass.Server.Approvals;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Daypass.TestHost;

/// <summary>A phone with Daypass on it that was paired long ago. What is said about it in a test is what its app would say.</summary>
internal sealed class PairedPhone(World world, Someone owner, Guid id, ECDsa key) : IDisposable
{
    public Guid Id => id;

    /// <summary>Its owner, with the offline codes that the app shows.</summary>
    public Someone Owner => owner;

    /// <summary>Gives somebody a phone.</summary>
    public static async Task<PairedPhone> Of(World world, Someone owner)
    {
        var (id, key, secret) = (Guid.CreateVersion7(world.Now), ECDsa.Create(ECCurve.NamedCurves.nistP256), TotpSecret.New().Reveal());
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        await world.Store.Write(owner.Firm, async db =>
        {
            var account = (await db.Lock(owner.Id))!;
            account.EverPaired = true;
            account.HoldUntil = null;
            db.Authenticators.Add(new Authenticator
            {
                Id = id,
                FirmId = owner.Firm,
                AccountId = owner.Id,
                Kind = AuthenticatorKind.Daypass,
                State = AuthenticatorState.Paired,
                Name = "Phone",
                Secret = world.Get<SecretBox>().Seal(KeyPurpose.TotpSecret, id, secret),
                PublicKey = [4, .. point.X!, .. point.Y!],
                CreatedAt = world.Now,
                PairedAt = world.Now,
            });
        });
        return new PairedPhone(world, owner with { TotpSecret = secret, DeviceId = id }, id, key);
    }

    public long Time => world.Now.ToUnixTimeMilliseconds();

    public string Sign(SignedText text) =>
        Binary.Write(key.SignData(text.Bytes()!, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public string SignAnswer(Guid request, bool approve, string number, long time, PublicOrigin? origin = null, Guid? account = null) =>
        Sign(SignedText.Answer(origin ?? world.Get<PublicOrigin>(), id, account ?? owner.Id, request, approve, number, time));

    public string SignNotMe(Guid request, long time) => Sign(SignedText.NotMe(world.Get<PublicOrigin>(), id, owner.Id, request, time));

    /// <summary>The question asked last.</summary>
    public Task<ApprovalRequest> Asked() => world.Store.Read(owner.Firm, db =>
        db.ApprovalRequests.AsNoTracking().Where(x => x.AccountId == owner.Id).OrderBy(x => x.State == ApprovalState.Withdrawn).ThenByDescending(x => x.CreatedAt).FirstAsync());

    /// <summary>Types this number, or, for null, presses "Deny".</summary>
    public Task<AnswerResult> Answer(Guid request, int? number) =>
        Answer(request, number is not null, number?.ToString(CultureInfo.InvariantCulture) ?? "");

    public Task<AnswerResult> Answer(Guid request, bool approve, string number) =>
        world.Get<AnswerApproval>().Run(owner.Firm, id, request, approve, number, Time, SignAnswer(request, approve, number, Time));

    /// <summary>Types the number of the question asked last.</summary>
    public async Task<AnswerResult> Approve() => await Asked() is var asked ? await Answer(asked.Id, asked.Number) : throw new InvalidOperationException();

    public async Task<AnswerResult> Deny() => await Answer((await Asked()).Id, null);

    public Task<NotMeResult> NotMe(Guid request) => world.Get<NotMeAtDevice>().Run(owner.Firm, id, request, Time, SignNotMe(request, Time));

    public void Dispose() => key.Dispose();
}
