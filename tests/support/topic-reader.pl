#!/usr/bin/perl
# Reads one topic once, by the documented protocol alone (docs/播出系统.md): no client library, another language than ours.
# Usage: topic-reader.pl HOST PORT TOPIC. Prints {"topic":…,"version":[…],"snapshot":…} and ends.

use strict;
use warnings;
use IO::Socket::INET;

my ($host, $port, $topic) = @ARGV;
my $line = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => 5) or die "no connection: $!\n";
$SIG{ALRM} = sub { die "no answer in 10 s\n" };
alarm 10;

# 1. A websocket, by an HTTP request; the Origin is one of the server's own.
print $line join("\r\n",
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1', "Host: $host:$port", "Origin: http://$host:$port",
  'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', '');
my $status = readline $line;
die "refused: $status" unless $status =~ / 101 /;
while (defined(my $header = readline $line)) { last if $header eq "\r\n" }

# 2. The server says 0{…}; we ask to be let in as the public, and then for the topic.
while (1) {
  my $text = receive();
  if ($text =~ /^0/) { say_it('40{"kind":"public"}') }
  elsif ($text =~ /^40/) { say_it(qq{420["watch",["$topic"]]}) }
  elsif ($text eq '2') { say_it('3') }
  elsif ($text =~ /^44/) { die "not let in: $text\n" }
  elsif ($text =~ /^430(.*"ok":false.*)$/s) { die "not for us: $1\n" }
  elsif ($text =~ /^42\["topic",(.*)\]$/s) { print "$1\n"; last }
}

sub receive {
  my ($first, $second) = unpack 'CC', take(2);
  my $length = $second & 0x7f;
  $length = unpack 'n', take(2) if $length == 126;
  $length = unpack 'Q>', take(8) if $length == 127;
  return take($length);
}

sub say_it {
  my ($text) = @_;
  my $mask = pack 'C4', map { int rand 256 } 1 .. 4;
  my $masked = join '', map { substr($text, $_, 1) ^ substr($mask, $_ % 4, 1) } 0 .. length($text) - 1;
  print $line pack('CC', 0x81, 0x80 | length $text) . $mask . $masked;
  $line->flush;
}

sub take {
  my ($wanted) = @_;
  my $got = '';
  while (length $got < $wanted) { read($line, $got, $wanted - length $got, length $got) or die "cut off\n" }
  return $got;
}
