using System.Net;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Pages;

/// <summary>The story: somebody comes to <c>/</c> without knowing the way.</summary>
public sealed class TheStartPage : IAsyncLifetime
{
    private World _world = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.Create(DatabaseKind.Sqlite);
        _visitor = await Visitor.To(_world);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _world.DisposeAsync();
    }

    [Theory]
    [InlineData("amber")]
    [InlineData("  Amber ")]
    [InlineData("amber/signin")]
    [InlineData("http://localhost:5080/amber/")]
    public async Task Leads_to_the_firm_whose_address_was_typed_or_pasted(string typed)
    {
        await (await _visitor.Open("/")).Fill(("FirmAddress", typed));
        Assert.Equal("/amber/signin", _visitor.At);
    }

    [Theory]
    [InlineData("", "Firm's address is missing.")]
    [InlineData("cedar", "There is no firm with this address here. Check the spelling, or have the link mailed to you.")]
    [InlineData("//evil.example", "There is no firm with this address here. Check the spelling, or have the link mailed to you.")]
    public async Task Says_what_is_wrong_with_an_address_and_keeps_it(string typed, string message)
    {
        await (await _visitor.Open("/")).Fill(("FirmAddress", typed));

        Assert.Equal([message], _visitor.Errors);
        Assert.Equal(typed, _visitor.Page.QuerySelector("#FirmAddress")!.GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task Mails_sign_in_links_with_the_same_answer_for_all()
    {
        await (await _visitor.Open("/")).Fill(("Email", _world.Primary.Email));
        var known = (_visitor.At, _visitor.Text);
        await (await _visitor.Open("/")).Fill(("Email", "nobody@example.com"));

        Assert.Equal(known, (_visitor.At, _visitor.Text));
        Assert.Contains(await _world.NoticesAbout(_world.Primary), x => x.Kind == NoticeKind.SignInLinks);
    }

    [Fact]
    public async Task Shows_the_operator_the_next_command_while_there_is_no_firm()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await RunningServer.Start(database);
        using var visitor = new Visitor(server.Address);
        await visitor.Open("/");

        Assert.Equal("No firm yet", visitor.Title);
        Assert.StartsWith("daypass create-firm --address alder-finch --name \"Alder & Finch\"", visitor.Page.QuerySelector(".secret")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(visitor.Page.Forms);
    }

    [Fact]
    public async Task Refuses_what_is_no_email()
    {
        await (await _visitor.Open("/")).Fill(("Email", "not an address"));
        Assert.Equal(["This is not an email address."], _visitor.Errors);
    }

    [Fact]
    public async Task Has_no_pages_of_a_firm_and_a_firm_none_of_its_own()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _visitor.Open("/signin")).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _visitor.Open("/profile")).Answer.StatusCode);
    }
}
