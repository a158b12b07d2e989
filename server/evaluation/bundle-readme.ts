// What lies on top of a bundle for whoever opens it without having read anything before.

export const BUNDLE_README = `问政台公开数据包
================

这个文件里是一次排名的全部依据：评分方案、单位、冻结的佐证、结果、把握程度和去掉身份的逐票记录。
任何人都可以在一台不联网的电脑上从头重算，核对公布的每一个数。

怎样核对：安装 Node.js 24，取得问政台的程序，在它的目录里执行
    npm run verify -- 这个文件.zip
程序逐项重算，并说明每一处不符之处：在哪个文件、哪个单位、哪一项，写的是多少，算出来是多少。

scheme.json         评分方案
units.json          单位与所属组织
inputs.json         冻结的佐证
results.json        名次、总分、各部分得分，以及从佐证到得分的每一步
certainty.json      把握程度（重复抽样）
polls.json          各评议的消息数、日志封存点、逐票记录的分组
ballots.jsonl       逐票记录：[组, 投票人序号, 1, 选项]；[组, 投票人序号, 2] 等是同一人的重复票，不计
web-ballots.jsonl   网页票的逐票记录，不计入排名
manifest.json       以上各文件的大小与 SHA-256，方案、佐证、结果的摘要，签名公钥
manifest.sig        对 manifest.json 的 Ed25519 签名

投票人序号是制作本文件时随机抽取的，只在一组之内有效；没有时间、没有渠道、没有手机号。
逐项说明见程序所附 docs/公开数据包.md。
`
